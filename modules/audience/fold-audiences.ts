import type { Pool } from '#platform/db'

/**
 * Takes what changed in contacts, groups and refusals into the bits that audiences are counted from (engine role). Counts are
 * exact without it, and slower the more waits for it.
 */
export async function foldAudiences(engine: Pool): Promise<void> {
  const { rows } = await engine.query<{ id: number }>('SELECT DISTINCT organization_id AS id FROM audience_mark')
  for (const { id } of rows) while (await foldSome(engine, id));
}

async function foldSome(engine: Pool, organizationId: number): Promise<boolean> {
  const { rows } = await engine.query<{ taken: number }>('SELECT fold_audience($1) AS taken', [organizationId])
  return (rows[0]?.taken ?? 0) > 0
}
