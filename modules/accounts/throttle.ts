import type { FastifyReply } from 'fastify'
import type { Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { attemptKey, countAttempt, type AttemptLimit } from './count-attempt.ts'

const quarterHour = 15 * 60_000

/** docs/accounts.md tells these to the people who run a town. */
const limits = {
  /** Wrong passwords for one account, from wherever they come. */
  'sign-in': { most: 20, withinMs: quarterHour },
  /** Attempts with a passkey from one address. */
  passkey: { most: 60, withinMs: quarterHour },
  /** Ways to an organization's provider, and back, from one address. */
  provider: { most: 120, withinMs: quarterHour },
  /** Uses of one-time links from one address. */
  link: { most: 30, withinMs: quarterHour },
  /** Links asked for by one address. */
  'reset-from': { most: 10, withinMs: quarterHour },
  /** Mails sent to one account. */
  'reset-to': { most: 3, withinMs: 60 * 60_000 },
} as const satisfies Record<string, AttemptLimit>

export type Throttled = keyof typeof limits

/** Whether one more is free. */
export async function isFree(api: Pool, of: Throttled, value: string, now: Date): Promise<boolean> {
  return (await countAttempt(api, attemptKey(of, value), limits[of], now)) === null
}

/** @throws Problem `too-many-attempts` with Retry-After */
export async function throttle(api: Pool, reply: FastifyReply, of: Throttled, value: string, now: Date): Promise<void> {
  const wait = await countAttempt(api, attemptKey(of, value), limits[of], now)
  if (wait === null) return
  reply.header('retry-after', String(wait))
  throw new Problem('too-many-attempts')
}
