import { MAX_PARTS, measure, TemplateError } from '@kurenda/sms-text'
import {
  mostRejections,
  toE164,
  upsertAddresses,
  type NumberPolicy,
  type Person,
  type Rejection,
} from '#modules/audience'
import { copyInto, transaction, type Client, type Pool } from '#platform/db'
import type { RenderText } from './compile-texts.ts'

/** Who may get it: a person of a list or of the audience, or a line that is none. */
export type Candidate = (Person & { language?: string | null }) | Rejection

export interface Counted {
  recipients: number
  duplicates: number
  optedOut: number
  rejected: Rejection[]
  rejectedCount: number
  /** How many were left out, by reason; duplicates and who opted out among them. */
  excluded: Record<string, number>
  parts: number
}

interface Recipient {
  number: string
  language: string | null
  values: string[]
  parts: number
}

const batchRows = 2_000

/**
 * Writes the recipients of a broadcast: each number once, each personalised text measured, everyone left out counted with the
 * reason. Batch by batch, each in a short transaction: a slow upload holds no connection, and what a deadlock makes PostgreSQL
 * repeat is one batch, never a stream that was read already.
 */
export async function addRecipients(
  engine: Pool,
  broadcast: {
    organizationId: number
    broadcastId: number
    numberPolicy: NumberPolicy
    render: RenderText
    /** Who was left out before, by reason. */
    leftOut: Readonly<Record<string, number>>
  },
  candidates: AsyncIterable<Candidate> | Iterable<Candidate>,
): Promise<Counted> {
  const counted: Counted = {
    recipients: 0,
    duplicates: broadcast.leftOut['duplicate'] ?? 0,
    optedOut: broadcast.leftOut['opted-out'] ?? 0,
    rejected: [],
    rejectedCount: 0,
    excluded: { ...broadcast.leftOut },
    parts: 0,
  }
  const leaveOut = (reason: string, count = 1) => {
    counted.excluded[reason] = (counted.excluded[reason] ?? 0) + count
  }
  const seen = new Set<string>()
  let batch: Recipient[] = []
  const flush = async () => {
    if (batch.length === 0) return
    const kept = await transaction(engine, (client) => addBatch(client, broadcast, batch, counted.recipients))
    const optedOut = batch.length - kept.length
    if (optedOut > 0) leaveOut('opted-out', optedOut)
    counted.optedOut += optedOut
    counted.recipients += kept.length
    counted.parts += kept.reduce((sum, recipient) => sum + recipient.parts, 0)
    batch = []
  }
  for await (const candidate of candidates) {
    const read = readCandidate(candidate, broadcast)
    if ('reason' in read) {
      leaveOut(read.reason)
      counted.rejectedCount++
      if (counted.rejected.length < mostRejections) counted.rejected.push(read)
    } else if (seen.has(read.number)) {
      leaveOut('duplicate')
      counted.duplicates++
    } else {
      seen.add(read.number)
      batch.push(read)
      if (batch.length >= batchRows) await flush()
    }
  }
  await flush()
  return counted
}

function readCandidate(
  candidate: Candidate,
  { numberPolicy, render }: { numberPolicy: NumberPolicy; render: RenderText },
): Recipient | Rejection {
  if ('reason' in candidate) return candidate
  const { line, phone, values, language = null } = candidate
  const number = toE164(phone, numberPolicy)
  if ('refused' in number) return { line, reason: number.refused }
  const text = partsOf(() => render({ language, fields: values }))
  return typeof text === 'string'
    ? { line, reason: text }
    : { number: number.e164, language, values, parts: text.parts }
}

/** How many parts a person's own text has, or why that text cannot be sent. */
function partsOf(render: () => string): { parts: number } | 'text-empty' | 'too-long' | 'template-limit' {
  try {
    const text = render()
    if (text.trim() === '') return 'text-empty'
    const { parts } = measure(text)
    return parts > MAX_PARTS ? 'too-long' : { parts }
  } catch (error) {
    // The template is sound, but this person's values take it over its limits.
    if (error instanceof TemplateError) return 'template-limit'
    throw error
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
    ['organization_id', 'broadcast_id', 'address_id', 'position', 'to_value', 'fields', 'language', 'parts'],
    kept.map((r, i) => [
      organizationId,
      broadcastId,
      idOf(r),
      firstPosition + i,
      r.number,
      r.values,
      r.language,
      r.parts,
    ]),
  )
  return kept
}
