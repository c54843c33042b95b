import type { Client, Pool } from '#platform/db'
import { transaction } from '#platform/db'
import { Problem } from '#platform/errors'
import { accessContact, lockContact } from './access-contact.ts'
import type { Contact } from './contact-rows.ts'

/** How long a contact stays in trash. */
const trashDays = 30
const trashMs = trashDays * 24 * 60 * 60_000
const eraseBatch = 1_000

/** A contact in trash gets nothing from this moment; it can be brought back for 30 days. @throws Problem `not-found` */
export async function trashContact(client: Client, organizationId: number, id: number, now: Date): Promise<void> {
  await lockContact(client, organizationId, id)
  await client.query(
    `UPDATE contact SET trashed_at = $3, version = version + 1, updated_at = $3 WHERE organization_id = $1 AND id = $2`,
    [organizationId, id, now],
  )
}

/** Back with its groups, numbers and notes. @throws Problem `not-found` where it is not in trash */
export async function restoreContact(client: Client, organizationId: number, id: number, now: Date): Promise<Contact> {
  const { rowCount } = await client.query(
    `UPDATE contact SET trashed_at = NULL, version = version + 1, updated_at = $3
     WHERE organization_id = $1 AND id = $2 AND trashed_at > $4 AND merged_into IS NULL`,
    [organizationId, id, now, new Date(now.getTime() - trashMs)],
  )
  if (rowCount === 0) throw new Problem('not-found')
  return accessContact(client, organizationId, id)
}

/** Several at once; whoever is in trash already stays there. @returns how many went */
export async function trashContacts(
  client: Client,
  organizationId: number,
  ids: readonly number[],
  now: Date,
): Promise<number> {
  // In the order of their ids, so that two of these cannot wait for each other.
  const { rowCount } = await client.query(
    `UPDATE contact c SET trashed_at = $3, version = version + 1, updated_at = $3
     FROM (SELECT id FROM contact WHERE organization_id = $1 AND id = ANY($2) AND trashed_at IS NULL ORDER BY id FOR NO KEY UPDATE) AS w
     WHERE c.organization_id = $1 AND c.id = w.id`,
    [organizationId, ids, now],
  )
  return rowCount ?? 0
}

/** Several at once; whoever is not in trash, or part of another contact, stays as they are. @returns how many came back */
export async function restoreContacts(
  client: Client,
  organizationId: number,
  ids: readonly number[],
  now: Date,
): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE contact c SET trashed_at = NULL, version = version + 1, updated_at = $3
     FROM (SELECT id FROM contact WHERE organization_id = $1 AND id = ANY($2) AND trashed_at > $4 AND merged_into IS NULL
       ORDER BY id FOR NO KEY UPDATE) AS w
     WHERE c.organization_id = $1 AND c.id = w.id`,
    [organizationId, ids, now, new Date(now.getTime() - trashMs)],
  )
  return rowCount ?? 0
}

/**
 * Erases for good what has been in trash for 30 days, in every organization, and the reports of imports as old (engine role).
 * A number stays while anything else speaks of it: another person, a conversation, a message, a refusal.
 * @returns how many contacts were erased
 */
export async function eraseTrash(engine: Pool, now: Date): Promise<number> {
  const before = new Date(now.getTime() - trashMs)
  let erased = 0
  for (;;) {
    const batch = await transaction(engine, (client) => eraseSome(client, before))
    erased += batch
    if (batch < eraseBatch) break
  }
  await engine.query(
    `DELETE FROM contact_import_line l USING contact_import i
     WHERE i.organization_id = l.organization_id AND i.id = l.import_id AND i.started_at < $1`,
    [before],
  )
  return erased
}

async function eraseSome(client: Client, before: Date): Promise<number> {
  const { rows } = await client.query<{ organization_id: number; id: number }>(
    `SELECT organization_id, id FROM contact WHERE trashed_at < $1 ORDER BY organization_id, id LIMIT $2
     FOR UPDATE SKIP LOCKED`,
    [before, eraseBatch],
  )
  if (rows.length === 0) return 0
  const keys = [rows.map((row) => row.organization_id), rows.map((row) => row.id)]
  const { rows: addresses } = await client.query<{ organization_id: number; address_id: number }>(
    `SELECT DISTINCT ca.organization_id, ca.address_id FROM contact_address ca
     JOIN unnest($1::int[], $2::bigint[]) AS k(o, c) ON ca.organization_id = k.o AND ca.contact_id = k.c`,
    keys,
  )
  await client.query(
    'DELETE FROM contact c USING unnest($1::int[], $2::bigint[]) AS k(o, c) WHERE c.organization_id = k.o AND c.id = k.c',
    keys,
  )
  await client.query(
    `DELETE FROM address a USING unnest($1::int[], $2::bigint[]) AS k(o, a)
     WHERE a.organization_id = k.o AND a.id = k.a
       AND NOT EXISTS (SELECT FROM contact_address x WHERE x.organization_id = k.o AND x.address_id = k.a)
       AND NOT EXISTS (SELECT FROM opt_out x WHERE x.organization_id = k.o AND x.address_id = k.a)
       AND NOT EXISTS (SELECT FROM consent_event x WHERE x.organization_id = k.o AND x.address_id = k.a)
       AND NOT EXISTS (SELECT FROM conversation x WHERE x.organization_id = k.o AND x.address_id = k.a)
       AND NOT EXISTS (SELECT FROM message x WHERE x.organization_id = k.o AND x.address_id = k.a)
       AND NOT EXISTS (SELECT FROM broadcast b JOIN broadcast_recipient r
         ON r.organization_id = k.o AND r.broadcast_id = b.id AND r.address_id = k.a
         WHERE b.organization_id = k.o AND b.state NOT IN ('finished', 'cancelled'))`,
    [addresses.map((row) => row.organization_id), addresses.map((row) => row.address_id)],
  )
  return rows.length
}
