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
 */
export async function prepareBroadcast(engine: Pool, request: PrepareRequest): Promise<Prepared> {
  const { organizationId, audience } = request
  const template = compile(request.text)
  const people = await open(engine, organizationId, audience)
  const unknown = template.unknown(people.columns)
  if (unknown.length > 0) throw new Problem('unknown-variable', { variables: unknown, columns: people.columns })
  return transaction(engine, async (client) => {
    const channel = await findChannel(client, organizationId, request.channel)
    const id = await insertDraft(client, request, channel, people.columns)
    const result = await addRecipients(client, { organizationId, broadcastId: id, template, people, channel })
    await client.query(
      'UPDATE broadcast SET recipients = $3, parts = $4, cost = $5 WHERE organization_id = $1 AND id = $2',
      [organizationId, id, result.recipients, result.parts, result.parts * channel.price_per_part],
    )
    const amount = formatAmount(result.parts * channel.price_per_part)
    return { broadcast: id, ...result, cost: { amount, currency: channel.currency } }
  })
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

async function findChannel(client: Client, organizationId: number, name: string | undefined): Promise<ChannelRow> {
  const { rows } = await client.query<ChannelRow>(
    `SELECT id, sender, price_per_part, currency, number_policy FROM channel
     WHERE organization_id = $1 AND enabled AND ($2::text IS NULL OR name = $2) ORDER BY id LIMIT 1`,
    [organizationId, name ?? null],
  )
  if (!rows[0]) throw new Problem('channel-not-found', { channel: name ?? '' })
  return rows[0]
}

const senderShape = /^(\+?\d{3,15}|[A-Za-z0-9 ._-]{1,11})$/

async function insertDraft(
  client: Client,
  request: PrepareRequest,
  channel: ChannelRow,
  columns: readonly string[],
): Promise<number> {
  const sender = request.sender ?? channel.sender
  if (!senderShape.test(sender)) throw new Problem('sender-invalid', { sender })
  const name = (request.name ?? request.text.replace(/\s+/g, ' ')).slice(0, longestName)
  const { rows } = await client.query<{ id: number }>(
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

async function addRecipients(
  client: Client,
  about: { organizationId: number; broadcastId: number; template: Template; people: People; channel: ChannelRow },
): Promise<Counted> {
  const { organizationId, broadcastId, people, channel } = about
  const render = about.template.forColumns(people.columns)
  const counted: Counted = { recipients: 0, duplicates: 0, rejected: [], rejectedCount: 0, optedOut: 0, parts: 0 }
  const seen = new Set<string>()
  let batch: { number: string; values: string[]; parts: number }[] = []
  const reject = (rejection: Rejection) => {
    counted.rejectedCount++
    if (counted.rejected.length < mostRejections) counted.rejected.push(rejection)
  }
  const flush = async () => {
    const taken = batch
    batch = []
    const ids = await upsertAddresses(
      client,
      organizationId,
      taken.map((r) => r.number),
    )
    const out = await client.query<{ address_id: number }>(
      'SELECT address_id FROM opt_out WHERE organization_id = $1 AND address_id = ANY($2)',
      [organizationId, [...ids.values()]],
    )
    const optedOut = new Set(out.rows.map((row) => row.address_id))
    const kept = taken.filter((r) => !optedOut.has(ids.get(r.number) ?? 0))
    counted.optedOut += taken.length - kept.length
    await copyInto(
      client,
      'broadcast_recipient',
      ['organization_id', 'broadcast_id', 'address_id', 'position', 'to_value', 'fields'],
      kept.map((r, i) => [
        organizationId,
        broadcastId,
        ids.get(r.number) ?? 0,
        counted.recipients + i,
        r.number,
        r.values,
      ]),
    )
    counted.recipients += kept.length
    counted.parts += kept.reduce((sum, r) => sum + r.parts, 0)
  }
  for await (const row of people.rows) {
    if ('reason' in row) {
      reject(row)
      continue
    }
    const number = toE164(row.phone, channel.number_policy)
    if ('refused' in number) {
      reject({ line: row.line, reason: number.refused })
      continue
    }
    if (seen.has(number.e164)) {
      counted.duplicates++
      continue
    }
    const text = render(row.values)
    const { parts } = measure(text)
    if (parts > MAX_PARTS || text.trim() === '') {
      reject({ line: row.line, reason: parts > MAX_PARTS ? 'text-too-long' : 'text-empty' })
      continue
    }
    seen.add(number.e164)
    batch.push({ number: number.e164, values: row.values, parts })
    if (batch.length >= batchRows) await flush()
  }
  if (batch.length > 0) await flush()
  return counted
}
