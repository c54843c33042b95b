import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/** How an organization sends. Times are HH:MM in its time zone. */
export interface SendingRules {
  quietFrom: string
  quietUntil: string
  timeZone: string
  undoSeconds: number
  approvalFrom: number | null
}

/** @throws Problem not-found */
export async function readSendingRules(client: Client, organizationId: number): Promise<SendingRules> {
  const { rows } = await client.query<SendingRules>(
    `SELECT to_char(quiet_from, 'HH24:MI') AS "quietFrom", to_char(quiet_until, 'HH24:MI') AS "quietUntil",
       time_zone AS "timeZone", undo_seconds AS "undoSeconds", approval_from AS "approvalFrom"
     FROM organization WHERE id = $1`,
    [organizationId],
  )
  if (!rows[0]) throw new Problem('not-found')
  return rows[0]
}

/** @throws Problem invalid-request for a time zone that does not exist */
export async function changeSendingRules(client: Client, organizationId: number, rules: SendingRules): Promise<void> {
  if (!isTimeZone(rules.timeZone)) throw new Problem('invalid-request', { fields: ['timeZone'] })
  await client.query(
    `UPDATE organization SET quiet_from = $2, quiet_until = $3, time_zone = $4, undo_seconds = $5, approval_from = $6 WHERE id = $1`,
    [organizationId, rules.quietFrom, rules.quietUntil, rules.timeZone, rules.undoSeconds, rules.approvalFrom],
  )
}

/** A region's name only: a fixed offset knows no summer. */
function isTimeZone(name: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(name)
}
