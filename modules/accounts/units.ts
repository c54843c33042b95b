import type { Unit } from '@kurenda/contract'
import { inOrganization, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { audit } from './audit.ts'
import type { Caller } from './caller.ts'

/** All units of the organization, by name, each with the number of its active staff. */
export async function listUnits(client: Client, organizationId: number): Promise<Unit[]> {
  const { rows } = await client.query<Unit>(`${select} ORDER BY u.name COLLATE "pl-x-icu", u.id`, [organizationId])
  return rows
}

const select = `SELECT u.id, u.name,
    (SELECT count(*)::int FROM unit_member um JOIN membership m ON m.organization_id = um.organization_id AND m.id = um.staff_id
     WHERE um.organization_id = u.organization_id AND um.unit_id = u.id AND m.deactivated_at IS NULL) AS staff
  FROM unit u WHERE u.organization_id = $1`

async function readUnit(client: Client, organizationId: number, id: number): Promise<Unit> {
  const { rows } = await client.query<Unit>(`${select} AND u.id = $2`, [organizationId, id])
  if (!rows[0]) throw new Problem('not-found')
  return rows[0]
}

/** @throws Problem `unit-exists` */
export async function addUnit(api: Pool, caller: Caller, name: string): Promise<Unit> {
  return inOrganization(api, caller.organizationId, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      'INSERT INTO unit (organization_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id',
      [caller.organizationId, name],
    )
    const id = rows[0]?.id
    if (id === undefined) throw new Problem('unit-exists', { unit: name })
    await audit(client, { by: caller, verb: 'add', noun: 'unit', id })
    return readUnit(client, caller.organizationId, id)
  })
}

/** @throws Problem `not-found`, `unit-exists` */
export async function renameUnit(api: Pool, caller: Caller, id: number, name: string): Promise<Unit> {
  return inOrganization(api, caller.organizationId, async (client) => {
    const { rowCount } = await client.query('UPDATE unit SET name = $3 WHERE organization_id = $1 AND id = $2', [
      caller.organizationId,
      id,
      name,
    ])
    if (rowCount === 0) throw new Problem('not-found')
    await audit(client, { by: caller, verb: 'rename', noun: 'unit', id })
    return readUnit(client, caller.organizationId, id)
  }).catch((error: unknown) => {
    throw hasCode(error, '23505') ? new Problem('unit-exists', { unit: name }) : error
  })
}

/** Its staff stay, without it. @throws Problem `not-found`, `unit-in-use` where a queue or a budget is its own */
export async function removeUnit(api: Pool, caller: Caller, id: number): Promise<void> {
  await inOrganization(api, caller.organizationId, async (client) => {
    const { rowCount } = await client.query('DELETE FROM unit WHERE organization_id = $1 AND id = $2', [
      caller.organizationId,
      id,
    ])
    if (rowCount === 0) throw new Problem('not-found')
    await audit(client, { by: caller, verb: 'remove', noun: 'unit', id })
  }).catch((error: unknown) => {
    throw hasCode(error, '23503') ? new Problem('unit-in-use') : error
  })
}

/** The SQLSTATE of what the database refused. */
function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
