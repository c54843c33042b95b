import type { Client } from '#platform/db'
import type { SmsCoding } from '@kurenda/channel'
import type { PartialText } from './join-parts.ts'

export interface PartRow {
  organization_id: number
  channel_id: number
  from_value: string
  to_value: string
  reference: number
  total: number
  number: number
  coding: SmsCoding
  bytes: Buffer
  connection: string
  at: Date
  joined: boolean
}

export function partialKey(of: { from: string; to: string; reference: number; total: number }): string {
  return JSON.stringify([of.from, of.to, of.reference, of.total])
}

/** Rows of one channel as the texts they belong to. */
export function groupParts(rows: readonly PartRow[]): Map<string, PartialText> {
  const partials = new Map<string, PartialText>()
  for (const row of rows) {
    const name = { from: row.from_value, to: row.to_value, reference: row.reference, total: row.total }
    const key = partialKey(name)
    let partial = partials.get(key)
    if (!partial) partials.set(key, (partial = { ...name, joined: row.joined, parts: new Map() }))
    partial.parts.set(row.number, row)
  }
  return partials
}

/** What is known of the named texts. */
export async function loadPartials(
  client: Client,
  channel: { organizationId: number; channelId: number },
  names: readonly { from: string; to: string; reference: number; total: number }[],
): Promise<Map<string, PartialText>> {
  const { rows } = await client.query<PartRow>(
    `SELECT p.* FROM inbound_part p
     JOIN (SELECT DISTINCT f, t, r, n FROM unnest($3::text[], $4::text[], $5::int[], $6::smallint[]) AS w(f, t, r, n)) AS w
       ON p.from_value = w.f AND p.to_value = w.t AND p.reference = w.r AND p.total = w.n
     WHERE p.organization_id = $1 AND p.channel_id = $2`,
    [channel.organizationId, channel.channelId, ...columns(names)],
  )
  return groupParts(rows)
}

/** Replaces what is stored of these texts. */
export async function storePartials(
  client: Client,
  channel: { organizationId: number; channelId: number },
  partials: readonly PartialText[],
): Promise<void> {
  await client.query(
    `DELETE FROM inbound_part p USING unnest($3::text[], $4::text[], $5::int[], $6::smallint[]) AS w(f, t, r, n)
     WHERE p.organization_id = $1 AND p.channel_id = $2 AND p.from_value = w.f AND p.to_value = w.t AND p.reference = w.r
       AND p.total = w.n`,
    [channel.organizationId, channel.channelId, ...columns(partials)],
  )
  const rows = partials.flatMap((partial) => [...partial.parts.values()].map((part) => ({ partial, part })))
  await client.query(
    `INSERT INTO inbound_part (organization_id, channel_id, from_value, to_value, reference, total, number, coding, bytes,
       connection, at, joined)
     SELECT $1, $2, w.* FROM unnest($3::text[], $4::text[], $5::int[], $6::smallint[], $7::smallint[], $8::text[], $9::bytea[],
       $10::text[], $11::timestamptz[], $12::boolean[]) AS w`,
    [
      channel.organizationId,
      channel.channelId,
      ...columns(rows.map((row) => row.partial)),
      rows.map((row) => row.part.number),
      rows.map((row) => row.part.coding),
      rows.map((row) => Buffer.from(row.part.bytes)),
      rows.map((row) => row.part.connection),
      rows.map((row) => row.part.at),
      rows.map((row) => row.partial.joined),
    ],
  )
}

function columns(
  names: readonly { from: string; to: string; reference: number; total: number }[],
): [string[], string[], number[], number[]] {
  return [names.map((n) => n.from), names.map((n) => n.to), names.map((n) => n.reference), names.map((n) => n.total)]
}
