import type { Place } from '../value.ts'

const COORDINATES = /(-?\d{1,2}[.,]\d{3,})[°\s]*N?\s*[,;\s]\s*(-?\d{1,3}[.,]\d{3,})/i

/** Coordinates where a text has them (a map's link does), else the address that it is; `undefined` where nothing is said. */
export function placeIn(text: string): Place | undefined {
  const [, first = '', second = ''] = COORDINATES.exec(text) ?? []
  const [lat, lon] = [first, second].map((number) => Number(number.replace(',', '.')))
  if (lat && lon && Math.abs(lat) <= 90 && Math.abs(lon) <= 180) return { lat, lon }
  const address = text.replace(/\s+/g, ' ').trim()
  return /[\p{L}\p{N}]/u.test(address) ? { address } : undefined
}
