import { isGsm7 } from './gsm-alphabet.ts'
import { cyrillicToLatin } from './cyrillic.ts'

/** Signs that people write, and what says the same in GSM 03.38. */
// oxfmt-ignore
const SIGNS: Readonly<Record<string, string>> = {
  // The only Polish letters that Unicode does not take apart, and their relatives.
  ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', ħ: 'h', Ħ: 'H', ŧ: 't', Ŧ: 'T', ı: 'i', œ: 'oe', Œ: 'OE', þ: 'th', Þ: 'Th', ẞ: 'SS',
  // Quotes, apostrophes, dashes.
  '„': '"', '”': '"', '“': '"', '‟': '"', '«': '"', '»': '"', '″': '"',
  '‘': "'", '’': "'", '‚': "'", '‛': "'", '‹': "'", '›': "'", '′': "'", ʼ: "'", '`': "'", '´': "'",
  '‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '―': '-', '−': '-', '•': '-', '·': '.', '×': 'x', '⁄': '/',
  // Spaces and line ends; soft hyphens and zero-width signs carry nothing.
  '\t': ' ', '\u1680': ' ', '\u2028': '\n', '\u2029': '\n', '\u0085': '\n', '\v': '\n',
  '\u00ad': '', '\u200b': '', '\u200e': '', '\u200f': '', '\u2060': '', '\ufeff': '',
}

/**
 * The text in characters of GSM 03.38 where that is possible: Polish, Ukrainian (the table of the Cabinet of Ministers, 2010),
 * typographic signs, and any letter with diacritics. What has no plain form (an emoji) stays; `measure` shows it.
 */
export function transliterate(text: string): string {
  return cyrillicToLatin(text.normalize('NFC'))
    .replace(/\P{M}\p{M}*/gsu, (cluster) => (isGsm7(cluster) ? cluster : plainest(cluster)))
    .replace(/^\p{M}+/u, '')
    .normalize('NFC')
}

/** The cluster (a character and the marks on it) without marks, if its base can be written; else as it is. */
function plainest(cluster: string): string {
  const [base = '', ...marks] = cluster
  const written = signOf(base)
  return written === undefined ? base + marks.join('') : written
}

function signOf(char: string): string | undefined {
  if (isGsm7(char)) return char
  const sign = SIGNS[char]
  if (sign !== undefined) return sign
  const pieces = Array.from(char.normalize('NFKD').replace(/\p{M}+/gu, ''))
  // A character that is its own decomposition has nothing plainer.
  if (pieces.length === 0 || pieces.includes(char)) return undefined
  const written = pieces.map((piece) => (isGsm7(piece) ? piece : SIGNS[piece]))
  return written.includes(undefined) ? undefined : written.join('')
}
