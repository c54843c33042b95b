import { Problem } from '#platform/errors'

/** The id before which a page begins. @throws Problem invalid-request */
export function before(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  const id = Number(cursor)
  if (!Number.isSafeInteger(id)) throw new Problem('invalid-request', { fields: ['cursor'] })
  return id
}

/** One more was read than the page holds, to know whether another follows. */
export function pageOf<Found, Shown>(
  found: readonly Found[],
  limit: number,
  show: (one: Found) => Shown,
  idOf: (one: Found) => number,
): { items: Shown[]; next: string | null } {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items: items.map(show), next: found.length > limit && last !== undefined ? String(idOf(last)) : null }
}
