import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Which numbers a channel may send to, besides Polish mobile ones. */
export interface NumberPolicy {
  foreign?: boolean
  fixedLine?: boolean
  premium?: boolean
}

export type NumberRefusal = 'empty' | 'too-short' | 'not-a-number' | 'foreign' | 'fixed-line' | 'premium'

const plainMobile = /^(?:\+?48|0048)?(\d{9})$/
const cache = new Map<string, boolean>()
const mostCached = 20_000

/**
 * A number as people write it, as E.164 with its plus sign, or why it cannot be used. Polish habits: spaces, dashes,
 * brackets, 48…, +48…, 0048…, +48 (0)…, a leading zero of old.
 */
export function toE164(raw: string, policy: NumberPolicy = {}): { e164: string } | { refused: NumberRefusal } {
  const bare = raw
    .normalize('NFKC')
    .replace(/\(0\)/g, '')
    .replace(/[\s().\-/–—‐\p{Cf}]/gu, '')
  if (bare === '') return { refused: 'empty' }
  const local = plainMobile.exec(bare)?.[1]
  if (local !== undefined && isPlainMobile(local)) return { e164: `+48${local}` }
  return byLibrary(bare, policy)
}

/** Whether nine digits are a Polish mobile number: asked of the library once for each block of ten thousand. */
function isPlainMobile(local: string): boolean {
  const block = local.slice(0, 5)
  const known = cache.get(block)
  if (known !== undefined) return known
  const number = parsePhoneNumberFromString(`+48${local}`)
  const mobile = number?.isValid() === true && number.getType() === 'MOBILE'
  if (cache.size < mostCached) cache.set(block, mobile)
  return mobile
}

function byLibrary(bare: string, policy: NumberPolicy): { e164: string } | { refused: NumberRefusal } {
  const international = bare
    .replace(/^00/, '+')
    .replace(/^48(?=\d{9}$)/, '+48')
    .replace(/^0(?=\d{9}$)/, '')
  const number = parsePhoneNumberFromString(international, 'PL')
  if (!number?.isValid()) return { refused: /^\+?\d{1,8}$/.test(bare) ? 'too-short' : 'not-a-number' }
  const type = number.getType()
  if (type === 'PREMIUM_RATE' || type === 'SHARED_COST')
    return policy.premium ? { e164: number.number } : { refused: 'premium' }
  if (number.countryCallingCode !== '48' && !policy.foreign) return { refused: 'foreign' }
  const mobile = type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE'
  if (!mobile && !policy.fixedLine) return { refused: 'fixed-line' }
  return { e164: number.number }
}
