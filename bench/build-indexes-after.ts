import type { Client } from '#platform/db'

interface Index {
  name: string
  made: string
  constraint: string | null
}

/**
 * Fills a table whose indexes are built once at the end, all but those that a foreign key leans on: a million rows are sorted
 * in seconds, and met one by one by a text index in many minutes. In a transaction of the superuser.
 */
export async function buildIndexesAfter(client: Client, table: string, fill: () => Promise<unknown>): Promise<void> {
  // Of a partitioned table the definition says ON ONLY, which would leave the partitions without.
  const { rows } = await client.query<Index>(
    `SELECT c.relname AS name, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') AS made, pg_get_constraintdef(k.oid) AS constraint
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid
     WHERE i.indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = i.indexrelid)`,
    [table],
  )
  for (const { name, constraint } of rows)
    await client.query(constraint ? `ALTER TABLE ${table} DROP CONSTRAINT ${name}` : `DROP INDEX ${name}`)
  await fill()
  for (const { name, made, constraint } of rows)
    await client.query(constraint ? `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${constraint}` : made)
}
