import type { Language } from '@kurenda/dialogue'
import { fold } from '@kurenda/sms-text'

/** Endings of one case, number or person, the longest first; what stays has three letters at least. */
const endings: Record<Language, readonly string[]> = {
  pl: longestFirst(
    'kami kach kom kowi ka ki ko ke kę ku ek owi owie ami iami ach iach om iom ow iow ego iego emu iemu ymi imi ych ich ym im ej iej em iem ie ia iu ii a e i o u y',
  ),
  en: longestFirst('ings ing es ed s'),
  uk: longestFirst(
    'ками ках кам ка ки ку кою ок ами ями ах ях ам ям ів їв ого ому ими их им ій ої ою ею ем ом єм ий а я е є и і ї о у ю ь',
  ),
}

function longestFirst(list: string): string[] {
  return [...new Set(list.split(' ').map(fold))].sort((a, b) => b.length - a.length)
}

function foldedWords(list: string): ReadonlySet<string> {
  return new Set(list.split(' ').map(fold))
}

/** Words that stand in any answer and say nothing of it. */
const empty: Record<Language, ReadonlySet<string>> = {
  pl: foldedWords(
    'aby albo ale ani bardzo bez bo brak brakuje by byc byl byla bylo byly bym byloby chce chcialbym chcialabym chociaz co cos czy dla do duzo gdy gdyby gdzie go ich ile im inne innych ja jak jakas jakies jako jakis je jego jej jest jeszcze juz kazdy kiedy kto ktora ktore ktory ktorych ktorzy lub ma mam maja malo mi mial mna moglo moglby moze mozna moj moja moje mu my na nad nam nas nasz nasza nasze nawet nic nich nie niech niektore niestety nim no np od oraz po pod powinna powinno powinny prosze przed przez przy sa sam sama sie sobie swoje ta tak taki takie tam te tego tej ten tez to troche trzeba tu tutaj tych tylko tym u w we wiec wiecej wszystkie wszystko wy wiele za zbyt ze zeby zawsze',
  ),
  en: foldedWords(
    'the and are for but not you all any can had has have her his how its may more most much need needs new not now our out please she should some such than that them then there they this too very want was way were what when where which who why will with would your',
  ),
  uk: foldedWords(
    'або але без був була були було більше бути вже все він вона вони воно все для дуже його йому коли мене мені може можна мій моя нам нас наш ніж потрібно про при так також там тим тих тільки той треба тут хто цей через щоб що які який якщо',
  ),
}

/** What the forms of one word have in common; undefined for words that say nothing. Takes a folded word: small letters, no diacritics. */
export function stemWord(word: string, language: Language): string | undefined {
  if (word.length < 3 || empty[language].has(word) || /^\d+$/.test(word)) return undefined
  const ending = endings[language].find((one) => word.endsWith(one) && word.length - one.length >= 3)
  return ending === undefined ? word : word.slice(0, -ending.length)
}
