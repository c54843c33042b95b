// Letters whose difference from the plain one is not a combining mark in Unicode, so that NFKD leaves them alone.
const UNMARKED: Readonly<Record<string, string>> = {
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ø: 'o',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
}

/** Lower case without diacritics, compatibility forms resolved. */
function plain(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[łđðøħŧıßæœ]/g, (letter) => UNMARKED[letter] ?? letter)
}

/** Such a text has no marks: answers like "2" and "ok" need no Unicode tables. */
function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text)
}

/**
 * What a person writes, ready to be compared as words: no case, no diacritics, punctuation as a space, single spaces between
 * words and none around. "  Rezygnuję.. " and "REZYGNUJE" are equal; "TAK.Jan" is two words; an emoji stays, without skin tone.
 */
export function fold(text: string): string {
  return plain(text)
    .replace(/(?<=\p{L})['’ʼ`´](?=\p{L})|\p{Cf}+/gu, '')
    .replace(/[^\p{L}\p{N}\p{So}]+/gu, ' ')
    .trim()
}

/** Key for matching variables with columns: ignores case, diacritics (also ł), spaces, underscores, dashes and Unicode form. */
export function columnKey(name: string): string {
  return plain(name).replace(/[\s_\p{Pd}\u2212\p{Cf}]+/gu, '')
}
