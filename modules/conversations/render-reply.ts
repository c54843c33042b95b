import type { TextLanguage } from '@kurenda/contract'
import { renderFor, type Rendered } from '#modules/templates'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/** How a template reads for the resident of a conversation, to be looked over before it is sent (any role). @throws Problem `not-found` */
export async function renderReply(
  client: Client,
  organizationId: number,
  conversationId: number,
  canned: { template: number; version?: number | undefined; language?: TextLanguage | undefined },
): Promise<Rendered & { version: number; parts: number }> {
  const { rows } = await client.query<{ addressId: number }>(
    'SELECT address_id AS "addressId" FROM conversation WHERE organization_id = $1 AND id = $2',
    [organizationId, conversationId],
  )
  if (!rows[0]) throw new Problem('not-found')
  const { template, version, language } = canned
  return renderFor(client, organizationId, template, { addressId: rows[0].addressId, version, language })
}
