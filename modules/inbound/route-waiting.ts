import { measure } from '@kurenda/sms-text'
import { upsertAddresses } from '#modules/audience'
import { addIncoming } from '#modules/conversations'
import { queueMessages } from '#modules/messaging'
import {
  joinGroups,
  leaveGroups,
  recordConsentEvents,
  recordOptIns,
  recordOptOuts,
  type Language,
} from '#modules/registration'
import type { Clock } from '#platform/clock'
import { isOutage, ring, transaction, type Client, type Pool } from '#platform/db'
import { answerText } from './answers.ts'
import { claimWaiting, markRouted, type WaitingText } from './claim-waiting.ts'
import {
  loadKeywords,
  loadOffice,
  loadSenders,
  recentBroadcast,
  type Office,
  type Sender,
} from './load-circumstances.ts'
import { isAnswerable } from './normalise-sender.ts'
import { route, type Route } from './route.ts'

const batch = 200
/** Two machines that answer each other stop here. */
const mostAnswers = 3

interface Routed {
  waiting: WaitingText
  addressId: number
  decision: Route
  /** What goes back by itself; undefined where nothing does. */
  answer: string | undefined
}

/**
 * Routes every text that waits, in batches (engine role), and returns how many there were. Call it on the bell `inbound`
 * and now and then. A text that cannot be routed holds up no other: it is set aside as `failed`, kept, and told as an
 * error when the rest is done.
 */
export async function routeWaiting(pool: Pool, clock: Clock): Promise<number> {
  let routed = 0
  let alone = 0
  let failure: Error | undefined
  for (;;) {
    const limit = alone > 0 ? 1 : batch
    const done = await transaction(pool, (client) => routeBatch(client, limit, clock.now())).catch(
      async (error: unknown) => {
        if (isOutage(error)) throw error
        if (limit === 1) {
          failure = error instanceof Error ? error : new Error(String(error))
          await setAside(pool, clock.now())
        } else alone = batch
        return undefined
      },
    )
    if (alone > 0) alone--
    if (!done) continue
    if (done.answers > 0) ring(pool, 'chunks')
    for (const conversation of done.conversations) ring(pool, 'news', `conversation ${conversation}`)
    routed += done.texts
    if (done.texts === limit) continue
    if (failure) throw failure
    return routed
  }
}

/** The one that waits longest is routed no more; it stays in `inbound`. */
async function setAside(pool: Pool, now: Date): Promise<void> {
  await transaction(pool, async (client) => {
    for (const { organizationId, id } of await claimWaiting(client, 1))
      await markRouted(client, organizationId, [{ id, route: 'failed' }], now)
  })
}

async function routeBatch(
  client: Client,
  limit: number,
  now: Date,
): Promise<{ texts: number; answers: number; conversations: Set<string> }> {
  const waiting = await claimWaiting(client, limit)
  const conversations = new Set<string>()
  let answers = 0
  const organizations = [...Map.groupBy(waiting, (text) => text.organizationId)].sort(([a], [b]) => a - b)
  for (const [organizationId, texts] of organizations) {
    const office = await loadOffice(client, organizationId, now)
    const routed = await decide(client, organizationId, texts, now)
    await changeConsent(client, organizationId, routed)
    await changeGroups(client, organizationId, routed, now)
    const ids = await writeThreads(client, organizationId, office, routed, now)
    await markRouted(
      client,
      organizationId,
      routed.map(({ waiting: { id }, decision }) => ({ id, route: decision.is })),
      now,
    )
    for (const id of ids) conversations.add(`${organizationId} ${id}`)
    answers += routed.filter((one) => one.answer !== undefined).length
  }
  return { texts: waiting.length, answers, conversations }
}

/** Decides about one text after the other: what a person wrote first counts for what they wrote next. */
async function decide(
  client: Client,
  organizationId: number,
  texts: readonly WaitingText[],
  now: Date,
): Promise<Routed[]> {
  const addresses = await upsertAddresses(client, organizationId, [...new Set(texts.map((text) => text.from))])
  const earliest = new Date(Math.min(...texts.map((text) => text.at.getTime())))
  const senders = await loadSenders(client, organizationId, [...addresses.values()], { earliest, now })
  const keywords = await loadKeywords(
    client,
    organizationId,
    (name) => `Zapisano: ${name}. Aby się wypisać, napisz STOP.`,
  )
  return texts.map((waiting) => {
    const addressId = addresses.get(waiting.from) ?? 0
    const sender = senders.get(addressId)
    if (!sender) throw new Error(`no address was made for an incoming text of organization ${organizationId}`)
    const recentBroadcastId = recentBroadcast(sender, waiting.at)
    const decision = route(waiting.text, { keywords, optedOut: sender.optedOut, recentBroadcastId })
    const words = answerTo(decision, sender)
    const goesOut = words !== undefined && words !== '' && sender.answers < mostAnswers && isAnswerable(waiting.from)
    if (goesOut) sender.answers++
    if (decision.is === 'opt-out') sender.optedOut = true
    if (decision.is === 'opt-in') sender.optedOut = false
    return { waiting, addressId, decision, answer: goesOut ? words : undefined }
  })
}

function answerTo(decision: Route, sender: Sender): string | undefined {
  const language = (spoken: Language | undefined) => spoken ?? sender.language
  switch (decision.is) {
    case 'opt-out':
      return sender.optedOut ? undefined : answerText('opted-out', language(decision.language))
    case 'opt-in':
      return answerText('opted-in', language(decision.language))
    case 'leave':
      return answerText('left', sender.language)
    case 'keyword':
      return decision.keyword.answer
    case 'reply':
    case 'inbox':
      return undefined
  }
}

async function changeConsent(client: Client, organizationId: number, routed: readonly Routed[]): Promise<void> {
  const changes = routed.flatMap(({ waiting, addressId, decision }) =>
    decision.is === 'opt-out' || decision.is === 'opt-in'
      ? [
          {
            addressId,
            words: waiting.text,
            at: waiting.at,
            what: decision.is === 'opt-out' ? 'opt_out' : 'opt_in',
          } as const,
        ]
      : [],
  )
  await recordConsentEvents(client, organizationId, changes)
  // Of several in one batch the last holds.
  const last = [...new Map(changes.map((change) => [change.addressId, change])).values()]
  await recordOptIns(
    client,
    organizationId,
    last.filter((change) => change.what === 'opt_in'),
  )
  await recordOptOuts(
    client,
    organizationId,
    last.filter((change) => change.what === 'opt_out'),
  )
}

async function changeGroups(
  client: Client,
  organizationId: number,
  routed: readonly Routed[],
  now: Date,
): Promise<void> {
  const changes = routed.flatMap(({ addressId, decision }) => {
    if (decision.is !== 'keyword' && decision.is !== 'leave') return []
    const { groupId } = decision.keyword
    return groupId === null ? [] : [{ addressId, groupId, leaves: decision.is === 'leave' }]
  })
  // Of several about one group in one batch the last holds.
  const last = [...new Map(changes.map((change) => [`${change.addressId} ${change.groupId}`, change])).values()]
  await joinGroups(
    client,
    organizationId,
    last.filter((change) => !change.leaves),
    now,
  )
  await leaveGroups(
    client,
    organizationId,
    last.filter((change) => change.leaves),
  )
}

/** Queues the automatic answers and writes everything into the conversations; returns their ids. */
async function writeThreads(
  client: Client,
  organizationId: number,
  office: Office,
  routed: readonly Routed[],
  now: Date,
): Promise<number[]> {
  const messageIds = new Map<Routed, number>()
  const answered = routed.filter((one) => one.answer !== undefined)
  for (const [channelId, ofChannel] of Map.groupBy(answered, (one) => one.waiting.channelId)) {
    const from = office.senders.get(channelId) ?? ''
    const ids = await queueMessages(client, {
      organizationId,
      sentOn: office.today,
      broadcastId: null,
      direct: true,
      channelId,
      priority: 'interactive',
      notBefore: now,
      messages: ofChannel.map(({ addressId, waiting, answer = '' }) => ({
        addressId,
        to: waiting.from,
        from,
        text: answer,
        parts: measure(answer).parts,
        validitySeconds: null,
      })),
    })
    ofChannel.forEach((one, index) => messageIds.set(one, ids[index] ?? 0))
  }
  return addIncoming(
    client,
    organizationId,
    routed.map((one) => {
      const { waiting, addressId, decision, answer } = one
      const messageId = messageIds.get(one)
      return {
        addressId,
        channelId: waiting.channelId,
        broadcastId: decision.is === 'reply' ? decision.broadcastId : null,
        text: waiting.text,
        at: waiting.at,
        needsStaff: needsStaff(decision),
        answer:
          answer === undefined || messageId === undefined
            ? undefined
            : { text: answer, at: now, sentOn: office.today, messageId },
      }
    }),
  )
}

/** What stands after a keyword may be a question. */
function needsStaff(decision: Route): boolean {
  return decision.is === 'reply' || decision.is === 'inbox' || (decision.is === 'keyword' && decision.rest !== '')
}
