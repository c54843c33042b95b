import type { linkAnswer, StaffRole } from '@kurenda/contract'
import type { z } from 'zod'
import { inOrganization, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { hashToken } from './one-time-token.ts'

/** What a one-time link is for. Looking does not use it up. @throws Problem `link-spent` */
export async function describeLink(api: Pool, token: string, now: Date): Promise<z.infer<typeof linkAnswer>> {
  return (await findInvitation(api, token, now)) ?? (await findReset(api, token, now))
}

export interface OpenInvitation {
  is: 'invitation'
  organizationId: number
  id: number
  organization: string
  email: string | null
  name: string | null
  role: StaffRole
  known: boolean
}

/** Then the first administrator's link, the only one without an address, opens nothing any more. */
export const hasAdministrator = `EXISTS (SELECT FROM membership m
  WHERE m.organization_id = i.organization_id AND m.role = 'administrator' AND m.deactivated_at IS NULL)`

/** The invitation that the link opens; undefined where it opens none. */
export async function findInvitation(api: Pool, token: string, now: Date): Promise<OpenInvitation | undefined> {
  const { rows } = await api.query<{ organization_id: number; id: number }>('SELECT * FROM find_invitation($1)', [
    hashToken(token),
  ])
  const found = rows[0]
  if (!found) return undefined
  return inOrganization(api, found.organization_id, async (client) => {
    const open = await client.query<OpenInvitation>(
      `SELECT 'invitation' AS is, i.organization_id AS "organizationId", i.id, o.name AS organization, i.email, i.name, i.role,
         EXISTS (SELECT FROM "user" u WHERE u.email = i.email) AS known
       FROM invitation i JOIN organization o ON o.id = i.organization_id
       WHERE i.organization_id = $1 AND i.id = $2 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $3
         AND (i.email IS NOT NULL OR NOT ${hasAdministrator})`,
      [found.organization_id, found.id, now],
    )
    return open.rows[0]
  })
}

export interface OpenReset {
  is: 'reset'
  userId: string
  email: string
  name: string
}

/** @throws Problem `link-spent` */
export async function findReset(api: Pool, token: string, now: Date): Promise<OpenReset> {
  const { rows } = await api.query<OpenReset>(
    `SELECT 'reset' AS is, u.id AS "userId", u.email, u.name
     FROM password_reset r JOIN "user" u ON u.id = r.user_id WHERE r.token_hash = $1 AND r.expires_at > $2`,
    [hashToken(token), now],
  )
  if (!rows[0]) throw new Problem('link-spent')
  return rows[0]
}
