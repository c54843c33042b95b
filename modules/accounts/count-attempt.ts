import { createHash } from 'node:crypto'
import type { Client, Pool } from '#platform/db'

/** How many are free, and until when they are counted together. */
export interface AttemptLimit {
  most: number
  withinMs: number
}

/** For an e-mail address or a network address, which are not kept themselves. */
export function attemptKey(of: string, value: string): string {
  return `${of}:${createHash('sha256').update(value.toLowerCase()).digest('hex')}`
}

/**
 * Counts an attempt; those of one key are counted together from the first one on, by all api processes.
 * @returns null where it is free, else the seconds until the next one is
 */
export async function countAttempt(
  api: Pool,
  key: string,
  { most, withinMs }: AttemptLimit,
  now: Date,
): Promise<number | null> {
  const begin = new Date(now.getTime() - withinMs)
  const { rows } = await api.query<{ count: number; since: Date }>(
    `INSERT INTO attempt AS a (key, count, since) VALUES ($1, 1, $2)
     ON CONFLICT (key) DO UPDATE SET
       count = CASE WHEN a.since <= $3 THEN 1 ELSE least(a.count + 1, 1000000) END,
       since = CASE WHEN a.since <= $3 THEN $2 ELSE a.since END
     RETURNING count, since`,
    [key, now, begin],
  )
  const counted = rows[0]
  if (counted?.count === 1) await forgetOld(api, now)
  if (!counted || counted.count <= most) return null
  return Math.max(1, Math.ceil((counted.since.getTime() + withinMs - now.getTime()) / 1000))
}

/** Longer than any limit looks back. */
const keptMs = 24 * 3_600_000

/** A few at each new count, so that the table stays as small as a day; rows that others hold are left to them. */
async function forgetOld(api: Pool, now: Date): Promise<void> {
  await api.query(
    'DELETE FROM attempt WHERE key IN (SELECT key FROM attempt WHERE since < $1 ORDER BY since LIMIT 20 FOR UPDATE SKIP LOCKED)',
    [new Date(now.getTime() - keptMs)],
  )
}

/** After a success. */
export async function forgetAttempts(db: Pool | Client, key: string): Promise<void> {
  await db.query('DELETE FROM attempt WHERE key = $1', [key])
}
