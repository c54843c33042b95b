/** How the bytes of a short message are to be read; `gsm7` is one septet in each byte. */
export type SmsCoding = 'gsm7' | 'ucs2' | 'latin1' | 'binary'

/** data_coding (SMPP 3.4, 5.2.19; its upper groups are GSM 03.38's). 0 is the provider's own default alphabet. */
export function readCoding(dataCoding: number, defaultAlphabet: 'gsm7' | 'latin1' = 'gsm7'): SmsCoding {
  if (dataCoding === 0) return defaultAlphabet
  // 1 is ASCII, a part of Latin-1: read as GSM its @, $ and _ would be other characters.
  if (dataCoding === 1 || dataCoding === 3) return 'latin1'
  if (dataCoding === 2 || dataCoding === 4) return 'binary'
  if (dataCoding === 8) return 'ucs2'
  // Message class and general groups: bits 2–3 name the alphabet.
  if ((dataCoding & 0xf0) === 0xf0) return dataCoding & 0x04 ? 'binary' : 'gsm7'
  if (dataCoding >= 0x10 && dataCoding < 0x40)
    return (['gsm7', 'binary', 'ucs2', 'gsm7'] as const)[(dataCoding >> 2) & 3] ?? 'gsm7'
  if ((dataCoding & 0xf0) === 0xe0) return 'ucs2'
  return defaultAlphabet
}
