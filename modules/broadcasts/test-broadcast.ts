import { MAX_PARTS, measure } from '@kurenda/sms-text'
import { toE164, upsertAddresses, type NumberPolicy } from '#modules/audience'
import { queueMessages } from '#modules/messaging'
import { dayIn } from '#platform/clock'
import { inOrganization, ring, transaction, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { compile, compileTexts } from './compile-texts.ts'
import { previewBroadcast } from './preview-broadcast.ts'

/** Tells a test from the real thing, in front of its text. */
const mark: Record<string, string> = { pl: '[PRÓBA] ', en: '[TEST] ', uk: '[ТЕСТ] ' }
const testValiditySeconds = 3_600
/** Texts an hour and organization, so that a test never becomes a broadcast without a gate. */
const mostAnHour = 50

interface Row {
  template: string
  translations: Record<string, string>
  columns: string[]
  channel_id: number
  sender: string
  number_policy: NumberPolicy
  time_zone: string
  language: string
}

export interface TestRequest {
  organizationId: number
  broadcastId: number
  /** At most five, of oneself or colleagues. */
  numbers: readonly string[]
  /** Whose text of the list; the bare text where nobody is counted yet. */
  position: number
  language?: string
  by: string
  now: Date
}

/**
 * Sends the text of a draft to the sender's own phones: marked as a test, at once, free of the gate and counted nowhere in the
 * broadcast. Returns how many went out.
 * @throws Problem not-found, number-invalid, too-long, too-many-tests
 */
export async function testBroadcast(pools: { api: Pool; engine: Pool }, request: TestRequest): Promise<number> {
  const { organizationId, broadcastId, now } = request
  const draft = await readDraft(pools.api, organizationId, broadcastId)
  const numbers = request.numbers.map((given) => {
    const number = toE164(given, draft.number_policy)
    if ('refused' in number) throw new Problem('number-invalid', { number: given })
    return number.e164
  })
  const text = await textOf(pools.api, draft, request)
  const { parts } = measure(text)
  if (parts > MAX_PARTS) throw new Problem('text-too-long', { limit: MAX_PARTS })
  await transaction(pools.engine, async (client) => {
    await countTests(client, request)
    const ids = await upsertAddresses(client, organizationId, numbers)
    await queueMessages(client, {
      organizationId,
      sentOn: dayIn(draft.time_zone, now),
      broadcastId: null,
      channelId: draft.channel_id,
      priority: 'interactive',
      notBefore: now,
      direct: true,
      messages: numbers.map((to) => ({
        addressId: ids.get(to) ?? 0,
        to,
        from: draft.sender,
        text,
        parts,
        validitySeconds: testValiditySeconds,
      })),
    })
  })
  ring(pools.engine, 'chunks')
  return numbers.length
}

async function readDraft(api: Pool, organizationId: number, broadcastId: number): Promise<Row> {
  const { rows } = await inOrganization(api, organizationId, (client) =>
    client.query<Row>(
      `SELECT b.template, b.translations, b.columns, b.channel_id, b.sender, c.number_policy, o.time_zone, o.language
       FROM broadcast b JOIN organization o ON o.id = b.organization_id
       JOIN channel c ON c.organization_id = b.organization_id AND c.id = b.channel_id
       WHERE b.organization_id = $1 AND b.id = $2`,
      [organizationId, broadcastId],
    ),
  )
  if (!rows[0]) throw new Problem('not-found')
  return rows[0]
}

/** The text as that person gets it; where nobody is counted yet, what is known of nobody stays visible as its name. */
async function textOf(
  api: Pool,
  draft: Row,
  { organizationId, broadcastId, position, language }: TestRequest,
): Promise<string> {
  const person = await inOrganization(api, organizationId, (client) =>
    previewBroadcast(client, organizationId, broadcastId, { position }),
  ).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'recipient-not-found') return undefined
    throw error
  })
  const wanted = language ?? person?.language ?? draft.language
  const columns = person ? Object.keys(person.fields) : variablesOf(draft)
  const fields = columns.map((name) => person?.fields[name] ?? `(${name})`)
  return (mark[wanted] ?? '') + compileTexts(draft, columns)({ language: wanted, fields })
}

function variablesOf({ template, translations }: Row): string[] {
  return [template, ...Object.values(translations)].flatMap((text) => compile(text).variables)
}

/** Remembers the test and counts those of the last hour. @throws Problem too-many-tests */
async function countTests(
  client: Client,
  { organizationId, broadcastId, numbers, by, now }: TestRequest,
): Promise<void> {
  await client.query(
    'INSERT INTO broadcast_test (organization_id, broadcast_id, count, by_name, at) VALUES ($1, $2, $3, $4, $5)',
    [organizationId, broadcastId, numbers.length, by, now],
  )
  const { rows } = await client.query<{ sent: number }>(
    'SELECT sum(count)::int AS sent FROM broadcast_test WHERE organization_id = $1 AND at > $2',
    [organizationId, new Date(now.getTime() - 3_600_000)],
  )
  if ((rows[0]?.sent ?? 0) > mostAnHour) throw new Problem('too-many-tests', { limit: mostAnHour })
}
