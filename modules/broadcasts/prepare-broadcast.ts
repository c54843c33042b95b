import type { DraftContent } from '@kurenda/contract'
import { readPeople, type NumberPolicy } from '#modules/audience'
import { expectedFollowUps, parseDefinition, readDialogue, usualRate } from '#modules/dialogues'
import type { Priority } from '#modules/messaging'
import { exclusively, transaction, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { addRecipients, type Counted } from './add-recipients.ts'
import { compile, compileTexts } from './compile-texts.ts'
import { createDraft, type Author } from './create-draft.ts'
import { openAudience, type People } from './open-audience.ts'

/** A broadcast to the people of a list that is sent along. */
export interface PrepareRequest {
  organizationId: number
  name?: string
  text: string
  /** Name of the channel; the organization's first when absent. */
  channel?: string
  sender?: string
  priority?: Priority
  sendAt?: Date
  list: { bytes: AsyncIterable<Uint8Array>; phoneColumn?: string }
  by: Author | null
  now: Date
}

export interface Prepared extends Counted {
  broadcast: number
  /** Expected after it; in the cost. */
  followUpParts: number
  cost: { amount: string; currency: string }
}

/** Amounts are kept in 1/10000 of the currency. */
export function formatAmount(amount: number): string {
  return (amount / 10_000).toFixed(2)
}

/** A draft as it is to be counted. */
interface Row {
  version: number
  state: string
  template: string
  translations: Record<string, string>
  audience: Partial<DraftContent['audience']> & { list?: true }
  number_policy: NumberPolicy
  price_per_part: number
  currency: string
  dialogue_id: number | null
  dialogue_version: number | null
}

/**
 * Makes and counts a broadcast to a list: who gets it (each number once), each personalised text measured and priced, everyone
 * left out counted with the reason. Nothing is sent before `confirmBroadcast`. What cannot be prepared leaves nothing behind.
 */
export async function prepareList(engine: Pool, request: PrepareRequest): Promise<Prepared> {
  const { organizationId, list } = request
  compile(request.text)
  const people: People = await readPeople(
    list.bytes,
    list.phoneColumn === undefined ? {} : { phoneColumn: list.phoneColumn },
  )
  const content: DraftContent = {
    ...(request.name && { name: request.name }),
    text: request.text,
    translations: {},
    ...(request.channel && { channel: request.channel }),
    ...(request.sender && { sender: request.sender }),
    priority: request.priority ?? 'bulk',
    replies: 'two_way',
    ...(request.sendAt && { sendAt: request.sendAt.toISOString() }),
    audience: { groups: [], segments: [], numbers: '' },
  }
  const broadcastId = await transaction(engine, async (client) => {
    const id = await createDraft(client, { organizationId, content, by: request.by, now: request.now })
    await client.query(`UPDATE broadcast SET audience = '{"list": true}' WHERE organization_id = $1 AND id = $2`, [
      organizationId,
      id,
    ])
    return id
  })
  try {
    const draft = await findDraft(engine, organizationId, broadcastId)
    return await count(engine, { organizationId, broadcastId }, draft, people)
  } catch (error) {
    await dropDraft(engine, organizationId, broadcastId).catch(() => {})
    throw error
  }
}

/**
 * Counts a draft's recipients as its audience stands at this moment; a list that was sent along stays as it was counted.
 * @throws Problem not-found, broadcast-state, broadcast-being-prepared, unknown-variable, text-empty, draft-changed
 */
export async function prepareDraft(
  engine: Pool,
  about: { organizationId: number; broadcastId: number },
): Promise<Prepared> {
  const { organizationId, broadcastId } = about
  const prepared = await exclusively(engine, `prepare-broadcast ${organizationId} ${broadcastId}`, async () => {
    const draft = await findDraft(engine, organizationId, broadcastId)
    if (!['draft', 'review', 'approved'].includes(draft.state)) throw new Problem('broadcast-state')
    if (draft.audience.list) throw new Problem('broadcast-of-list')
    const people = await openAudience(engine, organizationId, draft.audience)
    await dropRecipients(engine, organizationId, broadcastId)
    return count(engine, about, draft, people)
  })
  if (prepared === 'busy') throw new Problem('broadcast-being-prepared')
  return prepared
}

async function findDraft(engine: Pool, organizationId: number, broadcastId: number): Promise<Row> {
  const { rows } = await engine.query<Row>(
    `SELECT b.version, b.state, b.template, b.translations, b.audience, c.number_policy, c.price_per_part, c.currency,
       b.dialogue_id, b.dialogue_version
     FROM broadcast b JOIN channel c ON c.organization_id = b.organization_id AND c.id = b.channel_id
     WHERE b.organization_id = $1 AND b.id = $2`,
    [organizationId, broadcastId],
  )
  if (!rows[0]) throw new Problem('not-found')
  return rows[0]
}

/** Until its last statement the draft has no recipients: half a list cannot be confirmed. */
async function count(
  engine: Pool,
  about: { organizationId: number; broadcastId: number },
  draft: Row,
  { columns, rows, leftOut = {} }: People,
): Promise<Prepared> {
  const render = compileTexts(draft, columns)
  const counted = await addRecipients(engine, { ...about, numberPolicy: draft.number_policy, render, leftOut }, rows)
  const followUpParts = await expectFollowUps(engine, about.organizationId, draft, counted.recipients)
  const price = (counted.parts + followUpParts) * draft.price_per_part
  await keepCounted(engine, about, draft.version, columns, { ...counted, followUpParts }, price)
  const cost = { amount: formatAmount(price), currency: draft.currency }
  return { broadcast: about.broadcastId, ...counted, followUpParts, cost }
}

/** Parts of the texts that a dialogue will send to those who answer its first question. */
async function expectFollowUps(
  engine: Pool,
  organizationId: number,
  { dialogue_id: id, dialogue_version: version }: Row,
  recipients: number,
): Promise<number> {
  if (id === null || version === null) return 0
  const { definition } = await readDialogue(engine, organizationId, id, 'survey', version)
  return Math.ceil(recipients * usualRate * expectedFollowUps(parseDefinition(definition)))
}

async function keepCounted(
  engine: Pool,
  { organizationId, broadcastId }: { organizationId: number; broadcastId: number },
  version: number,
  columns: string[],
  counted: Counted & { followUpParts: number },
  price: number,
): Promise<void> {
  const { rowCount } = await engine.query(
    `UPDATE broadcast SET columns = $4, recipients = $5, parts = $6, cost = $7, exclusions = $8, prepared_version = version, prepared_at = now(),
       follow_up_parts = $9
     WHERE organization_id = $1 AND id = $2 AND version = $3 AND state IN ('draft', 'review', 'approved')`,
    [
      organizationId,
      broadcastId,
      version,
      columns,
      counted.recipients,
      counted.parts,
      price,
      JSON.stringify(counted.excluded),
      counted.followUpParts,
    ],
  )
  // It was saved anew, or sent, while the people were counted.
  if (rowCount === 0) throw new Problem('draft-changed', { by: '', version })
}

async function dropRecipients(engine: Pool, organizationId: number, broadcastId: number): Promise<void> {
  const { rowCount } = await engine.query(
    `UPDATE broadcast SET prepared_version = NULL, recipients = 0, parts = 0, cost = 0
     WHERE organization_id = $1 AND id = $2 AND state IN ('draft', 'review', 'approved')`,
    [organizationId, broadcastId],
  )
  if (rowCount === 0) throw new Problem('broadcast-state')
  await engine.query('DELETE FROM broadcast_recipient WHERE organization_id = $1 AND broadcast_id = $2', [
    organizationId,
    broadcastId,
  ])
}

export async function dropDraft(engine: Pool, organizationId: number, broadcastId: number): Promise<void> {
  const key = [organizationId, broadcastId]
  await engine.query('DELETE FROM broadcast_recipient WHERE organization_id = $1 AND broadcast_id = $2', key)
  await engine.query('DELETE FROM broadcast WHERE organization_id = $1 AND id = $2', key)
}
