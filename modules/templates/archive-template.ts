import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/**
 * Takes a template out of use; it stays readable, and its name is free again (api role). One that answers by itself is refused:
 * residents would suddenly hear nothing.
 * @throws Problem `not-found`, `template-in-use`
 */
export async function archiveTemplate(client: Client, organizationId: number, id: number, at: Date): Promise<void> {
  const { rows } = await client.query<{ used: boolean }>(
    `SELECT EXISTS (SELECT FROM keyword k WHERE k.organization_id = $1 AND k.template_id = t.id)
       OR EXISTS (SELECT FROM office_hours o WHERE o.organization_id = $1 AND t.id IN (o.out_of_hours_template_id, o.no_reply_template_id)) AS used
     FROM template t WHERE t.organization_id = $1 AND t.id = $2 FOR UPDATE OF t`,
    [organizationId, id],
  )
  if (!rows[0]) throw new Problem('not-found')
  if (rows[0].used) throw new Problem('template-in-use')
  await client.query(
    'UPDATE template SET archived_at = coalesce(archived_at, $3) WHERE organization_id = $1 AND id = $2',
    [organizationId, id, at],
  )
}
