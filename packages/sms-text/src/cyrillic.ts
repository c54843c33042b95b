/**
 * Ukrainian in Latin letters: resolution No. 55 of the Cabinet of Ministers of Ukraine, 27 January 2010. Є, Ї, Й, Ю, Я differ
 * at the beginning of a word; зг is zgh (zh is ж); the soft sign and the apostrophe are dropped. The letters that only Russian
 * and Belarusian have follow the nearest sound.
 */
// oxfmt-ignore
const LETTERS: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'h', ґ: 'g', д: 'd', е: 'e', є: 'ie', ж: 'zh', з: 'z', и: 'y', і: 'i', ї: 'i', й: 'i', к: 'k', л: 'l',
  м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ь: '',
  ю: 'iu', я: 'ia', ё: 'io', ъ: '', ы: 'y', э: 'e', ў: 'u',
}

const AT_START: Readonly<Record<string, string>> = { є: 'ye', ї: 'yi', й: 'y', ю: 'yu', я: 'ya' }

const WORD = /\p{Script=Cyrillic}(?:[\p{Script=Cyrillic}\p{M}]|['’ʼ`´](?=\p{Script=Cyrillic}))*/gu

/** Every Cyrillic word in Latin letters; all else, and letters of other Cyrillic alphabets, as they are. */
export function cyrillicToLatin(text: string): string {
  return text.replace(WORD, (word, index: number) =>
    latinWord(word, /\p{L}$/u.test(text.slice(Math.max(0, index - 2), index))),
  )
}

function latinWord(word: string, insideWord: boolean): string {
  const letters = word.replace(/['’ʼ`´]/g, '').match(/\P{M}\p{M}*/gsu) ?? []
  return letters.map((letter, at) => latinLetter(letters, letter, at, at === 0 && !insideWord)).join('')
}

function latinLetter(letters: readonly string[], letter: string, at: number, start: boolean): string {
  const small = plainLetter(letter)
  const latin = start ? (AT_START[small] ?? LETTERS[small]) : LETTERS[small]
  if (latin === undefined) return letter
  const afterZ = small === 'г' && at > 0 && plainLetter(letters[at - 1] ?? '') === 'з'
  return withCase(afterZ ? 'gh' : latin, letter, letters[at + 1] ?? '', letters[at - 1] ?? '')
}

/** The letter in small, without marks that its own alphabet does not know (a stress). */
function plainLetter(letter: string): string {
  const small = letter.toLowerCase().charAt(0)
  return small in LETTERS ? small : small.normalize('NFD').charAt(0)
}

/** A capital that becomes several letters is all capitals only in a word of capitals: Щука Shchuka, ЩУКА SHCHUKA. */
function withCase(latin: string, letter: string, next: string, previous: string): string {
  if (!isCapital(letter)) return latin
  const shouting = next === '' ? isCapital(previous) : isCapital(next)
  return shouting ? latin.toUpperCase() : latin.charAt(0).toUpperCase() + latin.slice(1)
}

function isCapital(letter: string): boolean {
  return letter !== letter.toLowerCase()
}
