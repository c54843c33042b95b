import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Caller } from './caller.ts'
import { mustGovern } from './must-govern.ts'
import type { StaffRole } from './permissions.ts'

/** A member of staff whom someone is about to change; nobody else changes them meanwhile. */
export interface Governed {
  id: number
  userId: string
  name: string
  email: string
  role: StaffRole
  active: boolean
}

/**
 * Locks the administrators first and then the person, in one order for all: of two who would dismiss each other at the same
 * moment, the second finds that they are the last one.
 * @throws Problem `not-found`, `forbidden`
 */
export async function accessStaff(client: Client, caller: Caller, id: number): Promise<Governed> {
  const { rows } = await client.query<Governed>(
    `SELECT m.id, m.user_id AS "userId", u.name, u.email, m.role, m.deactivated_at IS NULL AS active
     FROM membership m JOIN "user" u ON u.id = m.user_id
     WHERE m.organization_id = $1 AND (m.id = $2 OR (m.role = 'administrator' AND m.deactivated_at IS NULL))
     ORDER BY m.id FOR UPDATE OF m`,
    [caller.organizationId, id],
  )
  const found = rows.find((row) => row.id === id)
  if (!found) throw new Problem('not-found')
  mustGovern(caller, found.role)
  return found
}

/** After someone has got another role or has been let go. @throws Problem `last-administrator` */
export async function mustKeepAdministrator(client: Client, organizationId: number, before: Governed): Promise<void> {
  if (before.role !== 'administrator') return
  const { rowCount } = await client.query(
    `SELECT FROM membership WHERE organization_id = $1 AND role = 'administrator' AND deactivated_at IS NULL LIMIT 1`,
    [organizationId],
  )
  if (rowCount === 0) throw new Problem('last-administrator')
}

/**
 * Someone who works for several offices has one account for all: no single one may change it.
 * @throws Problem `person-shared`
 */
export async function mustBeOurs(client: Client, userId: string): Promise<void> {
  if (await worksElsewhere(client, userId)) throw new Problem('person-shared')
}

/** Whether they belong to another organization too. */
export async function worksElsewhere(client: Client, userId: string): Promise<boolean> {
  const { rows } = await client.query<{ elsewhere: boolean }>('SELECT works_elsewhere($1) AS elsewhere', [userId])
  return rows[0]?.elsewhere ?? false
}
