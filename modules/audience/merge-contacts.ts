import { contactLimits } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { accessContact, lockContact } from './access-contact.ts'
import type { Contact } from './contact-rows.ts'

/**
 * Makes two contacts one: `keep` gets the other's addresses, groups, notes, the fields that it has not itself, and the name
 * where it has none. The other goes to trash, from where only the undo brings it back.
 * @returns the number of the merge, for its undo @throws Problem `not-found`; `too-many-fields`
 */
export async function mergeContacts(
  client: Client,
  organizationId: number,
  { keep, merge, by, now }: { keep: number; merge: number; by: string; now: Date },
): Promise<{ merge: number; contact: Contact }> {
  // In the order of their ids, so that two merges of one pair cannot wait for each other.
  for (const id of [keep, merge].sort((a, b) => a - b)) await lockContact(client, organizationId, id)
  const kept = await lockContact(client, organizationId, keep)
  const merged = await lockContact(client, organizationId, merge)
  const fields = { ...merged.fields, ...kept.fields }
  if (Object.keys(fields).length > contactLimits.fields)
    throw new Problem('too-many-fields', { limit: contactLimits.fields })
  const addresses = await addAddresses(client, organizationId, keep, merge)
  const groups = await addGroups(client, organizationId, keep, merge, now)
  const notes = await client.query<{ id: number }>(
    'UPDATE contact_note SET contact_id = $2 WHERE organization_id = $1 AND contact_id = $3 RETURNING id',
    [organizationId, keep, merge],
  )
  await client.query(
    `UPDATE contact SET name = coalesce(name, $3), fields = $4, version = version + 1, updated_at = $5
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, keep, merged.name, JSON.stringify(fields), now],
  )
  await client.query(
    `UPDATE contact SET trashed_at = $3, merged_into = $4, version = version + 1, updated_at = $3
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, merge, now, keep],
  )
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO contact_merge
       (organization_id, kept_id, merged_id, before, kept_version, added_addresses, added_groups, moved_notes, by, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
    [
      organizationId,
      keep,
      merge,
      JSON.stringify({ name: kept.name, fields: kept.fields }),
      kept.version + 1,
      addresses,
      groups,
      notes.rows.map((row) => row.id),
      by,
      now,
    ],
  )
  return { merge: rows[0]?.id ?? 0, contact: await accessContact(client, organizationId, keep) }
}

/** Behind those that it has. */
async function addAddresses(client: Client, organizationId: number, keep: number, merge: number): Promise<number[]> {
  const { rows } = await client.query<{ address_id: number }>(
    `INSERT INTO contact_address (organization_id, contact_id, address_id, position)
     SELECT $1, $2, address_id, position + 1
       + (SELECT coalesce(max(position), 0) FROM contact_address WHERE organization_id = $1 AND contact_id = $2)
     FROM contact_address WHERE organization_id = $1 AND contact_id = $3 ON CONFLICT DO NOTHING RETURNING address_id`,
    [organizationId, keep, merge],
  )
  return rows.map((row) => row.address_id)
}

async function addGroups(
  client: Client,
  organizationId: number,
  keep: number,
  merge: number,
  now: Date,
): Promise<number[]> {
  const { rows } = await client.query<{ group_id: number }>(
    `INSERT INTO group_member (organization_id, group_id, contact_id, added_at)
     SELECT $1, group_id, $2, $4 FROM group_member WHERE organization_id = $1 AND contact_id = $3
     ON CONFLICT DO NOTHING RETURNING group_id`,
    [organizationId, keep, merge, now],
  )
  return rows.map((row) => row.group_id)
}

/**
 * Parts them again: each is what it was before the merge. @returns the contact that comes back
 * @throws Problem `not-found` where there is no such merge (any more); `merge-changed` where either was changed since
 */
export async function undoMerge(client: Client, organizationId: number, id: number, now: Date): Promise<Contact> {
  const { rows } = await client.query<{
    kept_id: number
    merged_id: number
    before: { name: string | null; fields: Record<string, string> }
    kept_version: number
    added_addresses: number[]
    added_groups: number[]
    moved_notes: number[]
  }>(
    `SELECT kept_id, merged_id, before, kept_version, added_addresses, added_groups, moved_notes FROM contact_merge
     WHERE organization_id = $1 AND id = $2 AND undone_at IS NULL FOR UPDATE`,
    [organizationId, id],
  )
  const merge = rows[0]
  if (!merge) throw new Problem('not-found')
  const { version } = await lockContact(client, organizationId, merge.kept_id)
  if (version !== merge.kept_version) throw new Problem('merge-changed')
  const kept = [organizationId, merge.kept_id]
  await client.query(
    'DELETE FROM contact_address WHERE organization_id = $1 AND contact_id = $2 AND address_id = ANY($3)',
    [...kept, merge.added_addresses],
  )
  await client.query('DELETE FROM group_member WHERE organization_id = $1 AND contact_id = $2 AND group_id = ANY($3)', [
    ...kept,
    merge.added_groups,
  ])
  await client.query('UPDATE contact_note SET contact_id = $2 WHERE organization_id = $1 AND id = ANY($3)', [
    organizationId,
    merge.merged_id,
    merge.moved_notes,
  ])
  await client.query(
    'UPDATE contact SET name = $3, fields = $4, version = version + 1, updated_at = $5 WHERE organization_id = $1 AND id = $2',
    [...kept, merge.before.name, JSON.stringify(merge.before.fields), now],
  )
  const { rowCount } = await client.query(
    `UPDATE contact SET trashed_at = NULL, merged_into = NULL, version = version + 1, updated_at = $4
     WHERE organization_id = $1 AND id = $2 AND merged_into = $3`,
    [organizationId, merge.merged_id, merge.kept_id, now],
  )
  if (rowCount === 0) throw new Problem('not-found')
  await client.query('UPDATE contact_merge SET undone_at = $3 WHERE organization_id = $1 AND id = $2', [
    organizationId,
    id,
    now,
  ])
  return accessContact(client, organizationId, merge.merged_id)
}
