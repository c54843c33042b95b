import { basicChar, ESCAPE, extensionChar, septetOf } from './gsm-alphabet.ts'

/** One septet in each byte, escapes as 0x1B,x; undefined if a character is not in GSM 03.38. */
export function encodeGsm7(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length * 2)
  let end = 0
  for (let i = 0; i < text.length; i++) {
    const septet = septetOf(text.charCodeAt(i))
    if (septet < 0) return undefined
    if (septet > 0x7f) bytes[end++] = ESCAPE
    bytes[end++] = septet & 0x7f
  }
  return bytes.slice(0, end)
}

/**
 * Text of unpacked septets (one in each byte; the top bit is ignored). As 3GPP TS 23.038, 6.2.1.1 asks: an escape before
 * an unknown extension shows the basic character, and two escapes, or one at the very end, show a space.
 */
export function decodeGsm7(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) {
    const septet = (bytes[i] ?? 0) & 0x7f
    text += septet === ESCAPE ? afterEscape(bytes[++i]) : basicChar(septet)
  }
  return text
}

function afterEscape(byte: number | undefined): string {
  const septet = byte === undefined ? ESCAPE : byte & 0x7f
  return septet === ESCAPE ? ' ' : (extensionChar(septet) ?? basicChar(septet))
}
