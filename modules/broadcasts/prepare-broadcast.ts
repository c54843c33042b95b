import { compileTemplate, columnKey, MAX_PARTS, measure, TemplateError, type Template } from '@kurenda/sms-text'
import {
  listMembers,
  mostRejections,
  readPeople,
  toE164,
  upsertAddresses,
  type NumberPolicy,
  type Person,
  type Rejection,
} from '#modules/audience'
import type { Priority } from '#modules/messaging'
import { copyInto, transaction, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'

export type Audience =
  | { bytes: AsyncIterable<Uint8Array>; phoneColumn?: string }
  | { groups: readonly number[] }
  | { numbers: readonly string[] }

export interface PrepareRequest {
  organizationId: number
  name?: string
  text: string
  /** Name of the channel; the organization's first when absent. */
  channel?: string
  sender?: string
  priority?: Priority
  sendAt?: Date
  audience: Audience
  createdBy: string | null
}

export interface Prepared {
  broadcast: number
  recipients: number
  duplicates: number
  rejected: Rejection[]
  rejectedCount: number
  optedOut: number
  parts: number
  cost: { amount: string; currency: string }
}

interface ChannelRow {
  id: number
  sender: string
  price_per_part: number
  currency: string
  number_policy: NumberPolicy
}

const batchRows = 2_000
const longestName = 120

/** Amounts are kept in 1/10000 of the currency. */
export function formatAmount(amount: number): string {
  return (amount / 10_000).toFixed(2)
}

/**
 * Makes a draft: who gets it (each number once), each personalised text measured and priced, everyone left out counted
 * with the reason. Nothing is sent before `confirmBroadcast`.
 *
 * The list is written batch by batch, each in a short transaction: a slow upload holds no connection, and what a
 * deadlock makes PostgreSQL repeat is one batch, never a stream that was read already. Until the last step the draft has
 * no recipients, so that half a list cannot be confirmed.
 */
export async function prepareBroadcast(engine: Pool, request: PrepareRequest): Promise<Prepared> {
  const { organizationId, audience } = request
  const template = compile(request.text)
  const people = await open(engine, organizationId, audience)
  const unknown = template.unknown(people.columns)
  if (unknown.length > 0) throw new Problem('unknown-variable', { variables: unknown, columns: people.columns })
  const channel = await findChannel(engine, organizationId, request.channel)
  const id = await insertDraft(engine, request, channel, people.columns)
  try {
    const result = await addRecipients(engine, { organizationId, broadcastId: id, template, people, channel })
    const price = result.parts * channel.price_per_part
    await engine.query(
      'UPDATE broadcast SET recipients = $3, parts = $4, cost = $5 WHERE organization_id = $1 AND id = $2',
      [organizationId, id, result.recipients, result.parts, price],
    )
    return { broadcast: id, ...result, cost: { amount: formatAmount(price), currency: channel.currency } }
  } catch (error) {
    await dropDraft(engine, organizationId, id).catch(() => {})
    throw error
  }
}

async function dropDraft(engine: Pool, organizationId: number, broadcastId: number): Promise<void> {
  const key = [organizationId, broadcastId]
  await engine.query('DELETE FROM broadcast_recipient WHERE organization_id = $1 AND broadcast_id = $2', key)
  await engine.query('DELETE FROM broadcast WHERE organization_id = $1 AND id = $2', key)
}

export function compile(text: string): Template {
  if (text.trim() === '') throw new Problem('text-empty')
  try {
    return compileTemplate(text)
  } catch (error) {
    if (error instanceof TemplateError) throw new Problem('template-invalid', { detail: error.message })
    throw error
  }
}

async function findChannel(engine: Pool, organizationId: number, name: string | undefined): Promise<ChannelRow> {
  const { rows } = await engine.query<ChannelRow>(
    `SELECT id, sender, price_per_part, currency, number_policy FROM channel
     WHERE organization_id = $1 AND enabled AND ($2::text IS NULL OR name = $2) ORDER BY id LIMIT 1`,
    [organizationId, name ?? null],
  )
  if (!rows[0]) throw new Problem('channel-not-found', { channel: name ?? '' })
  return rows[0]
}

const senderShape = /^(\+?\d{3,15}|[A-Za-z0-9 ._-]{1,11})$/

async function insertDraft(
  engine: Pool,
  request: PrepareRequest,
  channel: ChannelRow,
  columns: readonly string[],
): Promise<number> {
  const sender = request.sender ?? channel.sender
  if (!senderShape.test(sender)) throw new Problem('sender-invalid', { sender })
  const name = (request.name ?? request.text.replace(/\s+/g, ' ')).slice(0, longestName)
  const { rows } = await engine.query<{ id: number }>(
    `INSERT INTO broadcast (organization_id, name, template, channel_id, sender, priority, columns, send_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
    [
      request.organizationId,
      name,
      request.text,
      channel.id,
      sender,
      request.priority ?? 'bulk',
      columns,
      request.sendAt ?? null,
      request.createdBy,
    ],
  )
  return rows[0]?.id ?? 0
}

interface People {
  columns: string[]
  rows: AsyncIterable<Person | Rejection> | Iterable<Person | Rejection>
}

async function open(engine: Pool, organizationId: number, audience: Audience): Promise<People> {
  if ('bytes' in audience)
    return readPeople(audience.bytes, audience.phoneColumn === undefined ? {} : { phoneColumn: audience.phoneColumn })
  if ('numbers' in audience)
    return { columns: ['telefon'], rows: audience.numbers.map((phone, i) => ({ line: i + 1, phone, values: [phone] })) }
  const client = await engine.connect()
  try {
    const members = await listMembers(client, organizationId, audience.groups)
    const columns: string[] = []
    const seen = new Set<string>()
    for (const { fields } of members)
      for (const name of Object.keys(fields)) {
        if (seen.has(columnKey(name))) continue
        seen.add(columnKey(name))
        columns.push(name)
      }
    const rows = members.map(({ value, fields }, i) => {
      const byKey = new Map(Object.entries(fields).map(([name, text]) => [columnKey(name), text]))
      return { line: i + 1, phone: value, values: columns.map((column) => byKey.get(columnKey(column)) ?? '') }
    })
    return { columns, rows }
  } finally {
    client.release()
  }
}

interface Counted {
  recipients: number
  duplicates: number
  rejected: Rejection[]
  rejectedCount: number
  optedOut: number
  parts: number
}

interface Recipient {
  number: string
  values: string[]
  parts: number
}

async function addRecipients(
  engine: Pool,
  about: { organizationId: number; broadcastId: number; template: Template; people: People; channel: ChannelRow },
): Promise<Counted> {
  const { people, channel } = about
  const partsOf = measuring(about.template.forColumns(people.columns))
  const counted: Counted = { recipients: 0, duplicates: 0, rejected: [], rejectedCount: 0, optedOut: 0, parts: 0 }
  const seen = new Set<string>()
  let batch: Recipient[] = []
  const reject = (line: number, reason: string) => {
    counted.rejectedCount++
    if (counted.rejected.length < mostRejections) counted.rejected.push({ line, reason })
  }
  const flush = async () => {
    if (batch.length === 0) return
    const kept = await transaction(engine, (client) => addBatch(client, about, batch, counted.recipients))
    counted.optedOut += batch.length - kept.length
    counted.recipients += kept.length
    counted.parts += kept.reduce((sum, recipient) => sum + recipient.parts, 0)
    batch = []
  }
  for await (const row of people.rows) {
    if ('reason' in row) {
      reject(row.line, row.reason)
      continue
    }
    const number = toE164(row.phone, channel.number_policy)
    if ('refused' in number) {
      reject(row.line, number.refused)
      continue
    }
    if (seen.has(number.e164)) {
      counted.duplicates++
      continue
    }
    const measured = partsOf(row.values)
    if ('refused' in measured) {
      reject(row.line, measured.refused)
      continue
    }
    seen.add(number.e164)
    batch.push({ number: number.e164, values: row.values, parts: measured.parts })
    if (batch.length >= batchRows) await flush()
  }
  await flush()
  return counted
}

/** How many parts a person's own text has, or why that text cannot be sent. */
function measuring(render: (values: readonly string[]) => string) {
  return (values: readonly string[]): { parts: number } | { refused: 'text-empty' | 'too-long' | 'template-limit' } => {
    try {
      const text = render(values)
      if (text.trim() === '') return { refused: 'text-empty' }
      const { parts } = measure(text)
      return parts > MAX_PARTS ? { refused: 'too-long' } : { parts }
    } catch (error) {
      // The template is sound, but this person's values take it over its limits.
      if (error instanceof TemplateError) return { refused: 'template-limit' }
      throw error
    }
  }
}

/** Writes one batch, without those who opted out; returns who was written. */
async function addBatch(
  client: Client,
  { organizationId, broadcastId }: { organizationId: number; broadcastId: number },
  batch: readonly Recipient[],
  firstPosition: number,
): Promise<Recipient[]> {
  const ids = await upsertAddresses(
    client,
    organizationId,
    batch.map((recipient) => recipient.number),
  )
  const out = await client.query<{ address_id: number }>(
    'SELECT address_id FROM opt_out WHERE organization_id = $1 AND address_id = ANY($2)',
    [organizationId, [...ids.values()]],
  )
  const optedOut = new Set(out.rows.map((row) => row.address_id))
  const idOf = ({ number }: Recipient) => ids.get(number) ?? 0
  const kept = batch.filter((recipient) => !optedOut.has(idOf(recipient)))
  await copyInto(
    client,
    'broadcast_recipient',
    ['organization_id', 'broadcast_id', 'address_id', 'position', 'to_value', 'fields'],
    kept.map((r, i) => [organizationId, broadcastId, idOf(r), firstPosition + i, r.number, r.values]),
  )
  return kept
}
