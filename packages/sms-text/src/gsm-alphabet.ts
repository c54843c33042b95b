/** The GSM 7 bit default alphabet and its extension table: 3GPP TS 23.038, 6.2.1 and 6.2.1.1. */

/** Introduces a character of the extension table. */
export const ESCAPE = 0x1b

// Position in the string is the septet. 0x1B (escape) is held by a NUL, which the alphabet does not contain.
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\0ÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'

const EXTENSION: readonly (readonly [number, string])[] = [
  [0x0a, '\f'],
  [0x14, '^'],
  [0x28, '{'],
  [0x29, '}'],
  [0x2f, '\\'],
  [0x3c, '['],
  [0x3d, '~'],
  [0x3e, ']'],
  [0x40, '|'],
  [0x65, '€'],
]

/** The septet of each UTF-16 unit; +0x100 when an escape comes before it; -1 when GSM 03.38 does not have it. */
const SEPTETS = new Int16Array(0x10000).fill(-1)
const EXTENSION_CHARS = new Map<number, string>(EXTENSION)

for (let septet = 0; septet < BASIC.length; septet++) {
  if (septet !== ESCAPE) SEPTETS[BASIC.charCodeAt(septet)] = septet
}
for (const [septet, char] of EXTENSION) SEPTETS[char.charCodeAt(0)] = septet | 0x100

/** Code of a UTF-16 unit: 0–0x7F basic, 0x100–0x17F behind an escape, -1 not representable. */
export function septetOf(unit: number): number {
  return SEPTETS[unit] ?? -1
}

/** The character of a septet without escape. */
export function basicChar(septet: number): string {
  return BASIC.charAt(septet & 0x7f)
}

/** The character of a septet after an escape; undefined where the extension table is empty. */
export function extensionChar(septet: number): string | undefined {
  return EXTENSION_CHARS.get(septet & 0x7f)
}

/** Whether every character of the text is in the GSM alphabet or its extension table. */
export function isGsm7(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (septetOf(text.charCodeAt(i)) < 0) return false
  return true
}
