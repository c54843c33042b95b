import { keepRefused, mostRejections, readPeople, toE164, upsertAddresses, type Rejection } from '#modules/audience'
import { transaction, type Client, type Pool } from '#platform/db'

const batchRows = 2_000

export interface ImportedRefusals {
  /** For the report of rejected lines. */
  import: number
  /** Numbers that get nothing from now on. */
  stopped: number
  /** Numbers that did not before, in the list or in the town. */
  already: number
  rejected: Rejection[]
  rejectedCount: number
}

/**
 * Reads a list of numbers that want nothing more (CSV or XLSX with a column of phones), as another system kept them (engine
 * role). Such an import is not undone as a whole: each refusal is withdrawn by itself, with a reason.
 */
export async function importRefusals(
  engine: Pool,
  request: {
    organizationId: number
    bytes: AsyncIterable<Uint8Array>
    phoneColumn?: string | undefined
    by: string
    at: Date
  },
): Promise<ImportedRefusals> {
  const { organizationId } = request
  const file = await readPeople(request.bytes, { phoneColumn: request.phoneColumn })
  const id = await begin(engine, organizationId, file.columns, request.by)
  const result: ImportedRefusals = { import: id, stopped: 0, already: 0, rejected: [], rejectedCount: 0 }
  const refused: { line: number; reason: string; values: string[] }[] = []
  const reject = (line: number, reason: string, values: string[]) => {
    result.rejectedCount++
    if (refused.length < mostRejections) refused.push({ line, reason, values })
  }
  let batch = new Set<string>()
  const flush = async () => {
    const stopped = await transaction(engine, (client) => stop(client, request, [...batch]))
    result.stopped += stopped
    result.already += batch.size - stopped
    batch = new Set()
  }
  let state = 'failed'
  try {
    for await (const row of file.rows) {
      if ('reason' in row) {
        reject(row.line, row.reason, [])
        continue
      }
      const number = toE164(row.phone, { foreign: true, fixedLine: true, premium: true })
      if ('refused' in number) reject(row.line, number.refused, row.values)
      else if (batch.has(number.e164)) result.already++
      else batch.add(number.e164)
      if (batch.size >= batchRows) await flush()
    }
    await flush()
    state = 'finished'
  } finally {
    await transaction(engine, async (client) => {
      await keepRefused(client, organizationId, id, refused)
      await client.query(
        `UPDATE contact_import SET state = $3, imported = $4, duplicates = $5, rejected = $6, ended_at = now()
         WHERE organization_id = $1 AND id = $2`,
        [organizationId, id, state, result.stopped, result.already, result.rejectedCount],
      )
    })
  }
  result.rejected = refused.map(({ line, reason }) => ({ line, reason }))
  return result
}

async function begin(engine: Pool, organizationId: number, columns: readonly string[], by: string): Promise<number> {
  const { rows } = await engine.query<{ id: number }>(
    "INSERT INTO contact_import (organization_id, kind, columns, by) VALUES ($1, 'opt_outs', $2, $3) RETURNING id",
    [organizationId, columns, by],
  )
  return rows[0]?.id ?? 0
}

async function stop(
  client: Client,
  { organizationId, by, at }: { organizationId: number; by: string; at: Date },
  numbers: readonly string[],
): Promise<number> {
  const ids = await upsertAddresses(client, organizationId, numbers)
  const { rows } = await client.query<{ address_id: number }>(
    `INSERT INTO opt_out (organization_id, address_id, at, source, by)
     SELECT $1, a, $3, 'import', $4 FROM unnest($2::bigint[]) AS a ORDER BY a ON CONFLICT DO NOTHING RETURNING address_id`,
    [organizationId, [...ids.values()], at, by],
  )
  await client.query(
    `INSERT INTO consent_event (organization_id, address_id, what, source, at, by)
     SELECT $1, a, 'opt_out', 'import', $3, $4 FROM unnest($2::bigint[]) AS a`,
    [organizationId, rows.map((row) => row.address_id), at, by],
  )
  return rows.length
}
