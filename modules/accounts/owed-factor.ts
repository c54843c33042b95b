import type { FastifyRequest } from 'fastify'
import type { Client, Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { findMemberships } from './find-memberships.ts'

/**
 * What an organization that asks for second factors still wants of somebody: to set up their first one, or to sign in again with the
 * one that they have. A password alone never sets up another one beside it: then whoever knows it could come in.
 */
export type OwedFactor = 'nothing' | 'set-up' | 'sign-in'

interface Session {
  userId: string
  /** They have a code from an app. */
  hasCode: boolean
  /** A code or a passkey opened the session, or was set up in it. */
  proven: boolean
  boundTo: number | null
}

/** Of whom the organization's own provider let in, second factors are the provider's matter. */
export async function owedFactor(
  db: Pool | Client,
  { userId, hasCode, proven, boundTo }: Session,
): Promise<OwedFactor> {
  if (boundTo !== null || (proven && hasCode)) return 'nothing'
  if (!hasCode && !(await hasPasskey(db, userId))) return 'set-up'
  return proven ? 'nothing' : 'sign-in'
}

/** @throws Problem `second-factor-needed` */
export function mustNotOwe(owes: OwedFactor, { routeOptions }: FastifyRequest): void {
  const { answersOwing } = routeOptions.config
  if (owes === 'nothing' || answersOwing === 'always' || answersOwing === owes) return
  throw new Problem('second-factor-needed', { owes })
}

/** Whether any of the organizations in which somebody works asks them for a second factor. */
export async function needsSecondFactor(db: Pool | Client, userId: string): Promise<boolean> {
  return (await findMemberships(db, userId)).some((one) => one.needsSecondFactor)
}

/**
 * Before the code from an app is turned off, or a passkey is removed.
 * @throws Problem `second-factor-required` where it is the last one and is asked for
 */
export async function mustKeepFactor(db: Pool | Client, userId: string, leaving: 'code' | number): Promise<void> {
  const { rows } = await db.query<{ left: boolean }>(
    `SELECT (u."twoFactorEnabled" AND $2) OR EXISTS (SELECT FROM passkey p WHERE p.user_id = u.id AND p.id <> $3) AS left
     FROM "user" u WHERE u.id = $1`,
    [userId, leaving !== 'code', leaving === 'code' ? 0 : leaving],
  )
  if (!rows[0]?.left && (await needsSecondFactor(db, userId))) throw new Problem('second-factor-required')
}

/** Whether somebody has a code from an app, or a passkey. */
export async function hasSecondFactor(db: Pool | Client, userId: string): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>(`SELECT ${hasFactorSql} AS has FROM "user" u WHERE u.id = $1`, [
    userId,
  ])
  return rows[0]?.has ?? false
}

/** The same of `u`, a row of "user". */
export const hasFactorSql = `(u."twoFactorEnabled" OR EXISTS (SELECT FROM passkey p WHERE p.user_id = u.id))`

async function hasPasskey(db: Pool | Client, userId: string): Promise<boolean> {
  const { rowCount } = await db.query('SELECT FROM passkey WHERE user_id = $1 LIMIT 1', [userId])
  return rowCount === 1
}
