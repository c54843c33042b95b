import type { SmsCoding } from '@kurenda/channel'
import { decodeGsm7 } from './gsm7.ts'

// A U+FEFF at the beginning is part of the text: the byte order of an SMS is fixed (3GPP TS 23.038, 6.2.3).
const utf16 = new TextDecoder('utf-16be', { ignoreBOM: true })

/**
 * Text of an incoming SMS, its parts joined. Total: never throws. A lone surrogate or half a code unit becomes U+FFFD; NUL is
 * removed, because PostgreSQL refuses it; binary content shows as hexadecimal digits.
 */
export function decode(coding: SmsCoding, bytes: Uint8Array): string {
  return read(coding, bytes).replaceAll('\0', '')
}

function read(coding: SmsCoding, bytes: Uint8Array): string {
  switch (coding) {
    case 'gsm7':
      return decodeGsm7(bytes)
    case 'ucs2':
      return utf16.decode(bytes)
    case 'latin1':
      return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
    case 'binary':
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  }
}
