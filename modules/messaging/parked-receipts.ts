import { plainArray, textArray, type Client } from '#platform/db'
import { storable } from './changes.ts'
import type { Learnt } from './insert-refs.ts'
import type { IncomingReceipt, Item } from './items.ts'
import { STATES } from './lifecycle.ts'

/** A receipt, with every spelling of the reference it names. */
export interface Arrived {
  channelId: number
  refs: string[]
  receipt: Pick<IncomingReceipt, 'state' | 'code' | 'address' | 'text' | 'at'>
}

async function isAnythingParked(client: Client, channelIds: readonly number[]): Promise<boolean> {
  if (channelIds.length === 0) return false
  const { rowCount } = await client.query({
    name: 'anything-parked',
    text: 'SELECT FROM parked_receipt WHERE channel_id = ANY($1) LIMIT 1',
    values: [channelIds],
  })
  return rowCount === 1
}

/** Receipts that came before the answers to their submits. The table is nearly always empty. */
export async function unpark(client: Client, learnt: readonly Learnt[]): Promise<Arrived[]> {
  if (!(await isAnythingParked(client, [...new Set(learnt.map((l) => l.channelId))]))) return []
  const { rows } = await client.query<ParkedRow>({
    text: `WITH found AS (
         SELECT DISTINCT p.channel_id, p.told, p.ref FROM parked_receipt p JOIN unnest($1::int[], $2::text[], $3::text[]) AS u(c, r, t)
           ON p.channel_id = u.c AND p.ref = u.r AND (p.ref = p.told OR p.address IS NULL OR right(p.address, 9) = right(u.t, 9))),
       gone AS (
         DELETE FROM parked_receipt p USING found f WHERE p.channel_id = f.channel_id AND p.told = f.told
         RETURNING p.channel_id, p.ref, p.state, p.code, p.at)
       SELECT g.* FROM gone g JOIN found USING (channel_id, ref)`,
    values: [
      plainArray(learnt.map((l) => l.channelId)),
      textArray(learnt.map((l) => l.ref)),
      textArray(learnt.map((l) => l.message.to)),
    ],
  })
  return rows.map(readParked)
}

/**
 * Receipts that came between a message's reference and its state, when the gateway died in that moment: at the take-over the
 * message became submitted by its reference, and no answer will come that asks for them.
 */
export async function unparkTakenOver(client: Client, items: readonly Item[]): Promise<Arrived[]> {
  const channels = items.filter((item) => item.is === 'settleUncertain' && item.takenOver).map((item) => item.channelId)
  if (!(await isAnythingParked(client, channels))) return []
  const { rows } = await client.query<ParkedRow>(
    `WITH waiting AS MATERIALIZED (SELECT channel_id, told, ref, address FROM parked_receipt WHERE channel_id = ANY($1)),
     named AS MATERIALIZED (
       SELECT p.*, r.organization_id, r.sent_on, r.message_id, r.attempt
       FROM waiting p JOIN message_ref r ON r.channel_id = p.channel_id AND r.ref = p.ref),
     found AS (
       SELECT DISTINCT p.channel_id, p.told, p.ref FROM named p
       JOIN message m ON m.organization_id = p.organization_id AND m.sent_on = p.sent_on AND m.id = p.message_id
       JOIN message_body b ON b.organization_id = m.organization_id AND b.sent_on = m.sent_on AND b.id = m.id
       WHERE m.state = ${STATES.submitted.number} AND coalesce(p.attempt, m.attempt) = m.attempt
         AND (p.ref = p.told OR p.address IS NULL OR right(p.address, 9) = right(b.to_value, 9))),
     gone AS (
       DELETE FROM parked_receipt p USING found f WHERE p.channel_id = f.channel_id AND p.told = f.told
       RETURNING p.channel_id, p.ref, p.state, p.code, p.at)
     SELECT g.* FROM gone g JOIN found USING (channel_id, ref)`,
    [channels],
  )
  return rows.map(readParked)
}

interface ParkedRow {
  channel_id: number
  ref: string
  state: IncomingReceipt['state']
  code: string | null
  at: Date
}

function readParked(row: ParkedRow): Arrived {
  return {
    channelId: row.channel_id,
    refs: [row.ref],
    receipt: { state: row.state, at: row.at, ...(row.code !== null && { code: row.code }) },
  }
}

/** Under each of its spellings, since nobody knows yet which one the answer to the submit will use. */
export async function park(client: Client, parked: readonly Arrived[]): Promise<void> {
  if (parked.length === 0) return
  const rows = parked.flatMap((p) => p.refs.map((ref) => ({ ...p, ref })))
  await client.query(
    `INSERT INTO parked_receipt (channel_id, ref, told, state, code, address, text, at)
     SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
     ON CONFLICT DO NOTHING`,
    [
      rows.map((p) => p.channelId),
      rows.map((p) => p.ref),
      rows.map((p) => p.refs[0]),
      rows.map((p) => p.receipt.state),
      rows.map((p) => (p.receipt.code === undefined ? null : storable(p.receipt.code))),
      rows.map((p) => (p.receipt.address === undefined ? null : storable(p.receipt.address))),
      rows.map((p) => (p.receipt.text === undefined ? null : storable(p.receipt.text))),
      rows.map((p) => p.receipt.at),
    ],
  )
}
