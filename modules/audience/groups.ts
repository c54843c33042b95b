import { fold } from '@kurenda/sms-text'
import sql from 'sql-template-tag'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { bitsOf, markedContacts } from './count-audience.ts'

export interface Group {
  id: number
  name: string
  /** Folded: who texts it joins the group. */
  keyword: string | null
  /** In trash or not: a group shows how many it holds. */
  members: number
}

/** All groups of the organization with the number of their members, from the bits that audiences are counted from. */
export async function listGroups(client: Client, organizationId: number): Promise<Group[]> {
  const { rows } = await client.query<Group>(
    sql`WITH aside AS MATERIALIZED (${markedContacts(organizationId)}),
      counted AS (
        SELECT b.group_id, bit_count(b.bits & ~coalesce(mask.bits, 0::bit(16384))) AS members
        FROM audience_bits b LEFT JOIN (${bitsOf(sql`aside`)}) AS mask USING (block)
        WHERE b.organization_id = ${organizationId} AND b.kind = 'member'
        UNION ALL SELECT m.group_id, count(*) FROM aside
        JOIN group_member m ON m.organization_id = ${organizationId} AND m.contact_id = aside.id GROUP BY m.group_id)
      SELECT g.id, g.name, g.keyword, coalesce(n.members, 0)::int AS members
      FROM contact_group g LEFT JOIN (SELECT group_id, sum(members) AS members FROM counted GROUP BY group_id) AS n ON n.group_id = g.id
      WHERE g.organization_id = ${organizationId} ORDER BY g.name`,
  )
  return rows
}

/** @throws Problem `group-exists`, `keyword-taken` */
export async function createGroup(
  client: Client,
  organizationId: number,
  group: { name: string; keyword?: string | undefined },
): Promise<Group> {
  const keyword = await freeKeyword(client, organizationId, group.keyword, 0)
  const { rows } = await client.query<Group>(
    `INSERT INTO contact_group (organization_id, name, keyword) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING RETURNING id, name, keyword, 0 AS members`,
    [organizationId, group.name, keyword],
  )
  if (!rows[0]) throw new Problem('group-exists', { group: group.name })
  return rows[0]
}

/** What is left out stays; a keyword of null is taken away. @throws Problem `not-found`, `group-exists`, `keyword-taken` */
export async function changeGroup(
  client: Client,
  organizationId: number,
  id: number,
  change: { name?: string | undefined; keyword?: string | null | undefined },
): Promise<Group> {
  const held = await client.query(
    'SELECT FROM contact_group WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE',
    [organizationId, id],
  )
  if (held.rowCount === 0) throw new Problem('not-found')
  const keyword = await freeKeyword(client, organizationId, change.keyword ?? undefined, id)
  if (change.name !== undefined) {
    const { rowCount } = await client.query(
      'SELECT FROM contact_group WHERE organization_id = $1 AND name = $2 AND id <> $3',
      [organizationId, change.name, id],
    )
    if (rowCount !== 0) throw new Problem('group-exists', { group: change.name })
  }
  await client.query(
    `UPDATE contact_group SET name = coalesce($3, name), keyword = CASE WHEN $4 THEN $5 ELSE keyword END
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, id, change.name ?? null, change.keyword !== undefined, keyword],
  )
  const group = (await listGroups(client, organizationId)).find((one) => one.id === id)
  if (!group) throw new Problem('not-found')
  return group
}

/**
 * The group goes, its people stay contacts. @throws Problem `not-found`; `group-in-use` where a segment asks for it: without
 * the group a `not_in_group` would hold everyone
 */
export async function removeGroup(client: Client, organizationId: number, id: number): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM segment WHERE organization_id = $1
       AND jsonb_path_exists(condition, '$.** ? (@.group == $id)', jsonb_build_object('id', $2::bigint)) ORDER BY name`,
    [organizationId, id],
  )
  if (rows.length > 0) throw new Problem('group-in-use', { segments: rows.map((row) => row.name) })
  const { rowCount } = await client.query('DELETE FROM contact_group WHERE organization_id = $1 AND id = $2', [
    organizationId,
    id,
  ])
  if (rowCount === 0) throw new Problem('not-found')
}

async function freeKeyword(
  client: Client,
  organizationId: number,
  word: string | undefined,
  groupId: number,
): Promise<string | null> {
  if (word === undefined) return null
  const keyword = fold(word)
  if (keyword === '') throw new Problem('keyword-invalid', { keyword: word })
  const { rowCount } = await client.query(
    `SELECT FROM contact_group WHERE organization_id = $1 AND keyword = $2 AND id <> $3
     UNION ALL SELECT FROM keyword WHERE organization_id = $1 AND word = $2`,
    [organizationId, keyword, groupId],
  )
  if (rowCount !== 0) throw new Problem('keyword-taken', { keyword: word })
  return keyword
}
