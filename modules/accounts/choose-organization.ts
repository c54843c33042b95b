import { inOrganization, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { findMemberships } from './find-memberships.ts'

/**
 * For whom a person who works in several organizations acts from now on in this session, and first at the next sign-in.
 * @throws Problem `not-found` where they do not work there
 */
export async function chooseOrganization(
  api: Pool,
  { userId, sessionId, boundTo }: { userId: string; sessionId: string; boundTo: number | null },
  organizationId: number,
  now: Date,
): Promise<void> {
  const chosen = (await findMemberships(api, userId)).find((one) => one.organizationId === organizationId)
  if (!chosen || (boundTo !== null && boundTo !== organizationId)) throw new Problem('not-found')
  await inOrganization(api, organizationId, async (client) => {
    await client.query('UPDATE membership SET chosen_at = $2 WHERE id = $1', [chosen.staffId, now])
    await client.query('UPDATE "session" SET "organizationId" = $2 WHERE id = $1', [sessionId, organizationId])
  })
}
