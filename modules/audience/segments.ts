import type { Condition } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { checkCondition } from './check-condition.ts'

/** A saved filter: who belongs to it is found anew at each use. */
export interface Segment {
  id: number
  name: string
  condition: Condition
  version: number
}

const columns = 'id, name, condition, version'

export async function listSegments(client: Client, organizationId: number): Promise<Segment[]> {
  const { rows } = await client.query<Segment>(
    `SELECT ${columns} FROM segment WHERE organization_id = $1 ORDER BY name`,
    [organizationId],
  )
  return rows
}

/** @throws Problem `not-found` where one of them is not there */
export async function readSegments(client: Client, organizationId: number, ids: readonly number[]): Promise<Segment[]> {
  if (ids.length === 0) return []
  const wanted = [...new Set(ids)]
  const { rows } = await client.query<Segment>(
    `SELECT ${columns} FROM segment WHERE organization_id = $1 AND id = ANY($2) ORDER BY id`,
    [organizationId, wanted],
  )
  if (rows.length < wanted.length) throw new Problem('not-found')
  return rows
}

/** @throws Problem `segment-exists`, and those of `checkCondition` */
export async function createSegment(
  client: Client,
  organizationId: number,
  given: { name: string; condition: Condition },
): Promise<Segment> {
  const condition = await checkCondition(client, organizationId, given.condition)
  const { rows } = await client.query<Segment>(
    `INSERT INTO segment (organization_id, name, condition) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING ${columns}`,
    [organizationId, given.name, JSON.stringify(condition)],
  )
  if (!rows[0]) throw new Problem('segment-exists', { segment: given.name })
  return rows[0]
}

/** @throws Problem `segment-changed` where someone else changed it in the meantime, `segment-exists`, `not-found` */
export async function changeSegment(
  client: Client,
  organizationId: number,
  id: number,
  change: { version: number; name?: string | undefined; condition?: Condition | undefined },
): Promise<Segment> {
  const { rows: held } = await client.query<Segment>(
    `SELECT ${columns} FROM segment WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE`,
    [organizationId, id],
  )
  if (!held[0]) throw new Problem('not-found')
  if (held[0].version !== change.version) throw new Problem('segment-changed')
  const name = change.name ?? held[0].name
  const { rowCount } = await client.query('SELECT FROM segment WHERE organization_id = $1 AND name = $2 AND id <> $3', [
    organizationId,
    name,
    id,
  ])
  if (rowCount !== 0) throw new Problem('segment-exists', { segment: name })
  const condition = change.condition
    ? await checkCondition(client, organizationId, change.condition)
    : held[0].condition
  const { rows } = await client.query<Segment>(
    `UPDATE segment SET name = $3, condition = $4, version = version + 1 WHERE organization_id = $1 AND id = $2
     RETURNING ${columns}`,
    [organizationId, id, name, JSON.stringify(condition)],
  )
  if (!rows[0]) throw new Problem('not-found')
  return rows[0]
}

/** @throws Problem `not-found` */
export async function removeSegment(client: Client, organizationId: number, id: number): Promise<void> {
  const { rowCount } = await client.query('DELETE FROM segment WHERE organization_id = $1 AND id = $2', [
    organizationId,
    id,
  ])
  if (rowCount === 0) throw new Problem('not-found')
}
