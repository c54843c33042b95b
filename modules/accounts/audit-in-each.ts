import type { Client } from '#platform/db'
import { audit } from './audit.ts'

/** An act on a person's own account concerns every organization they work in: each gets an entry. In an open transaction. */
export async function auditInEach(client: Client, userId: string, verb: string): Promise<void> {
  const { rows } = await client.query<{ organization_id: number; staff_id: number }>(
    // In one order, so that two of them never wait for each other's chains.
    'SELECT organization_id, staff_id FROM find_memberships($1) ORDER BY organization_id',
    [userId],
  )
  for (const { organization_id: organizationId, staff_id: staffId } of rows) {
    await client.query("SELECT set_config('kurenda.organization', $1, true)", [String(organizationId)])
    await audit(client, { by: { organizationId, actor: `staff:${staffId}` }, verb, noun: 'staff', id: staffId })
  }
}
