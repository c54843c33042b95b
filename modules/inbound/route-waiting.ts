import { measure } from '@kurenda/sms-text'
import { upsertAddresses } from '#modules/audience'
import { addIncoming, answeringSender, openThreads, readOfficePlan, type OfficePlan } from '#modules/conversations'
import { queueMessages } from '#modules/messaging'
import { joinGroups, leaveGroups, recordConsentEvents, recordOptIns, recordOptOuts } from '#modules/registration'
import { readTemplates } from '#modules/templates'
import { dayIn, type Clock } from '#platform/clock'
import { isOutage, ring, transaction, type Client, type Pool } from '#platform/db'
import { chooseAnswer, type Answer } from './choose-answer.ts'
import { claimWaiting, markRouted, waitForTexts, type WaitingText } from './claim-waiting.ts'
import { loadKeywords, loadSenders, whatWasSaid } from './load-circumstances.ts'
import { recordNoReplyAnswers } from './no-reply-answers.ts'
import { isAnswerable } from './normalise-sender.ts'
import { route, type Route } from './route.ts'

const batch = 200
/** Two machines that answer each other stop here. */
const mostAnswers = 3

interface Routed {
  waiting: WaitingText
  addressId: number
  decision: Route
  conversationId: number
  /** What goes back by itself; undefined where nothing does. */
  answer: Answer | undefined
}

/**
 * Routes every text that waits, in batches (engine role), and returns how many there were. Call it on the bell `inbound`
 * and now and then. A text that cannot be routed holds up no other: it is set aside as `failed`, kept, and told as an
 * error when the rest is done.
 * @param onRouted told of each text how long it took from the provider to here
 */
export async function routeWaiting(
  pool: Pool,
  clock: Clock,
  onRouted: (waitedMs: number) => void = () => {},
): Promise<number> {
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
    if (done.texts === 0 && done.behind.length > 0) {
      await transaction(pool, (client) => waitForTexts(client, done.behind))
      continue
    }
    for (const channelId of done.answeredOn) ring(pool, 'chunks', String(channelId))
    for (const conversation of done.conversations) ring(pool, 'news', `conversation ${conversation}`)
    for (const ms of done.waitedMs) onRouted(ms)
    routed += done.texts
    // Whoever left a text comes back for it.
    if (done.texts === limit || done.behind.length > 0) continue
    if (failure) throw failure
    return routed
  }
}

/** The one that waits longest is routed no more; it stays in `inbound`. */
async function setAside(pool: Pool, now: Date): Promise<void> {
  await transaction(pool, async (client) => {
    for (const { organizationId, id } of (await claimWaiting(client, 1)).texts)
      await markRouted(client, organizationId, [{ id, route: 'failed' }], now)
  })
}

async function routeBatch(
  client: Client,
  limit: number,
  now: Date,
): Promise<{
  texts: number
  waitedMs: number[]
  behind: number[]
  answeredOn: Set<number>
  conversations: Set<string>
}> {
  const { texts: waiting, behind } = await claimWaiting(client, limit)
  const conversations = new Set<string>()
  const answeredOn = new Set<number>()
  const organizations = [...Map.groupBy(waiting, (text) => text.organizationId)].sort(([a], [b]) => a - b)
  for (const [organizationId, texts] of organizations) {
    const plan = await readOfficePlan(client, organizationId)
    const routed = await decide(client, organizationId, plan, texts, now)
    await changeConsent(client, organizationId, routed)
    await changeGroups(client, organizationId, routed, now)
    await recordNoReplyAnswers(client, organizationId, routed.flatMap(noReplyAnswer), now)
    await writeThreads(client, organizationId, plan, routed, now)
    await markRouted(
      client,
      organizationId,
      routed.map(({ waiting: { id }, decision }) => ({ id, route: decision.is })),
      now,
    )
    for (const { conversationId } of routed) conversations.add(`${organizationId} ${conversationId}`)
    for (const { answer, waiting: text } of routed) if (answer) answeredOn.add(text.channelId)
  }
  const waitedMs = waiting.map(({ at }) => now.getTime() - at.getTime())
  return { texts: waiting.length, waitedMs, behind, answeredOn, conversations }
}

/** Decides about one text after the other: what a person wrote first counts for what they wrote next. */
async function decide(
  client: Client,
  organizationId: number,
  plan: OfficePlan,
  texts: readonly WaitingText[],
  now: Date,
): Promise<Routed[]> {
  const addresses = await upsertAddresses(client, organizationId, [...new Set(texts.map((text) => text.from))])
  const earliest = new Date(Math.min(...texts.map((text) => text.at.getTime())))
  const senders = await loadSenders(client, organizationId, [...addresses.values()], { earliest, now })
  const keywords = await loadKeywords(client, organizationId)
  const decided = texts.map((waiting) => {
    const addressId = addresses.get(waiting.from) ?? 0
    const sender = senders.get(addressId)
    if (!sender) throw new Error(`no address was made for an incoming text of organization ${organizationId}`)
    const { broadcast, matterId } = whatWasSaid(sender, waiting)
    const { optedOut } = sender
    const decision = route(waiting.text, { keywords, optedOut, recentBroadcast: broadcast ?? null, matterId })
    if (decision.is === 'opt-out') sender.optedOut = true
    if (decision.is === 'opt-in') sender.optedOut = false
    return { waiting, addressId, sender: { ...sender, optedOut }, counted: sender, broadcast, decision }
  })
  const threads = await openThreads(
    client,
    organizationId,
    decided.map(({ waiting, addressId, decision }) => ({
      addressId,
      channelId: waiting.channelId,
      at: waiting.at,
      conversationId: decision.is === 'matter' ? decision.conversationId : null,
    })),
  )
  const templates = await readTemplates(client, organizationId, templatesOf(decided, plan))
  return decided.map(({ waiting, addressId, sender, counted, broadcast, decision }, index) => {
    const thread = threads[index] ?? { id: 0, toldClosedUntil: null }
    const { from } = waiting
    const mayAnswer = counted.answers < mostAnswers && isAnswerable(from)
    const about = { sender, from, plan, templates, broadcast, thread, needsStaff: needsStaff(decision), now }
    const answer = mayAnswer ? chooseAnswer(decision, about) : undefined
    if (answer) counted.answers++
    if (answer?.closedUntil) thread.toldClosedUntil = answer.closedUntil
    if (answer && decision.is === 'no-reply' && broadcast) broadcast.told = true
    return { waiting, addressId, decision, conversationId: thread.id, answer }
  })
}

/** Those that may be needed to answer; mostly none. */
function templatesOf(decided: readonly { decision: Route }[], { hours }: OfficePlan): number[] {
  const ids = decided.map(({ decision }) => {
    if (decision.is === 'keyword') return decision.keyword.templateId
    if (decision.is === 'no-reply') return hours.noReplyTemplate
    return hours.answerWhenClosed && needsStaff(decision) ? hours.outOfHoursTemplate : null
  })
  return [...new Set(ids.filter((id) => id !== null))]
}

function noReplyAnswer({ addressId, decision, answer }: Routed): { broadcastId: number; addressId: number }[] {
  return answer && decision.is === 'no-reply' ? [{ addressId, broadcastId: decision.broadcastId }] : []
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

/** Queues the automatic answers and writes everything into the conversations. */
async function writeThreads(
  client: Client,
  organizationId: number,
  plan: OfficePlan,
  routed: readonly Routed[],
  now: Date,
): Promise<void> {
  const messageIds = new Map<Routed, number>()
  const today = dayIn(plan.timeZone, now)
  const answered = routed.flatMap((one) => (one.answer ? [{ ...one, one, text: one.answer.text }] : []))
  for (const [channelId, ofChannel] of Map.groupBy(answered, ({ waiting }) => waiting.channelId)) {
    const sender = plan.senders.get(channelId) ?? ''
    const ids = await queueMessages(client, {
      organizationId,
      sentOn: today,
      broadcastId: null,
      direct: true,
      channelId,
      priority: 'interactive',
      notBefore: now,
      messages: ofChannel.map(({ addressId, waiting, text }) => ({
        addressId,
        to: waiting.from,
        // What only tells may come from a name.
        from: answeringSender(sender, waiting.to) ?? sender,
        text,
        parts: measure(text).parts,
        validitySeconds: null,
      })),
    })
    ofChannel.forEach(({ one }, index) => messageIds.set(one, ids[index] ?? 0))
  }
  await addIncoming(
    client,
    organizationId,
    plan,
    routed.map((one) => {
      const { waiting, conversationId, decision, answer } = one
      const messageId = messageIds.get(one)
      return {
        conversationId,
        broadcastId: decision.is === 'reply' || decision.is === 'no-reply' ? decision.broadcastId : null,
        text: waiting.text,
        at: waiting.at,
        ownNumber: answeringSender('', waiting.to),
        needsStaff: needsStaff(decision),
        toldClosedUntil: answer?.closedUntil,
        answer:
          answer === undefined || messageId === undefined
            ? undefined
            : { text: answer.text, at: now, sentOn: today, messageId },
      }
    }),
  )
}

/** What stands after a keyword may be a question. */
function needsStaff(decision: Route): boolean {
  switch (decision.is) {
    case 'matter':
    case 'reply':
    case 'inbox':
      return true
    case 'keyword':
      return decision.rest !== ''
    case 'opt-out':
    case 'opt-in':
    case 'leave':
    case 'no-reply':
      return false
  }
}
