import { fold } from '@kurenda/sms-text'

/** Stems of "first" to "tenth" in Polish, Ukrainian and English; the endings are declined. */
const STEMS = [
  'pierwsz перш first', 'drug друг second', 'trzeci третi трет third', 'czwart четверт fourth', 'piąt пят fifth', 'szóst шост sixth',
  'siódm сьом seventh', 'ósm восьм eighth', 'dziewiąt девят ninth', 'dziesiąt десят tenth',
].map((stems) => stems.split(' ').map(fold)) // oxfmt-ignore

/** Folded: `й` is `и`, `ї` is `і`. */
const ENDING = /^(y|a|e|i|ie|ia|im|ego|ej|emu|a opcja|ии|а|е|я|є|у|ого|оі)?$/u

/** 1 for "pierwszy", "pierwsza", "перша", "first"; `undefined` for anything else. */
export function ordinalIn(said: string): number | undefined {
  const index = STEMS.findIndex((stems) =>
    stems.some((stem) => said.startsWith(stem) && ENDING.test(said.slice(stem.length))),
  )
  return index < 0 ? undefined : index + 1
}
