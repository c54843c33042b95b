import { cuts } from './cuts.ts'
import type { Encoding } from './cuts.ts'
import { isGsm7 } from './gsm-alphabet.ts'
import { encodeGsm7 } from './gsm7.ts'

/**
 * The parts of a text as bytes for the user data field, without header: gsm7 one septet a byte (escapes as 0x1B,x), ucs2 as
 * UTF-16BE with lone surrogates as U+FFFD. Escape pairs and surrogate pairs stay whole.
 * @param force an encoding to use instead of the cheapest
 * @throws RangeError when 'gsm7' is forced on a text that GSM 03.38 cannot write: no character is ever replaced silently
 */
export function split(text: string, force?: Encoding): { encoding: Encoding; parts: Uint8Array[] } {
  const encoding = force ?? (isGsm7(text) ? 'gsm7' : 'ucs2')
  const encode = encoding === 'gsm7' ? septetsOf : encodeUtf16
  const units = encoding === 'gsm7' ? septetsOf(text).length : text.length
  let start = 0
  const parts = cuts(text, encoding, units).map((end) => {
    const part = encode(text.slice(start, end))
    start = end
    return part
  })
  return { encoding, parts }
}

function septetsOf(text: string): Uint8Array {
  const septets = encodeGsm7(text)
  if (!septets) throw new RangeError('The text has characters that GSM 03.38 does not have')
  return septets
}

function encodeUtf16(text: string): Uint8Array {
  const whole = text.toWellFormed()
  const bytes = new Uint8Array(whole.length * 2)
  for (let i = 0; i < whole.length; i++) {
    const unit = whole.charCodeAt(i)
    bytes[i * 2] = unit >> 8
    bytes[i * 2 + 1] = unit & 0xff
  }
  return bytes
}
