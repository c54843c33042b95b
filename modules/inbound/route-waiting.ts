import { measure } from '@kurenda/sms-text'
import { upsertAddresses } from '#modules/audience'
import { addIncoming, answeringSender, openThreads, readOfficePlan, type OfficePlan } from '#modules/conversations'
import { Floor, loadDialogues, textOf, withoutKeyword, type Heard, type Speaker } from '#modules/dialogues'
import { queueMessages } from '#modules/messaging'
import { joinGroups, leaveGroups, recordConsentEvents, recordOptIns, recordOptOuts } from '#modules/registration'
import { keepAnswers } from '#modules/surveys'
import { readTemplates } from '#modules/templates'
import { dayIn, type Clock } from '#platform/clock'
import { inOneGo, isOutage, ring, transaction, type Client, type Pool } from '#platform/db'
import { chooseAnswer, type Answer } from './choose-answer.ts'
import { claimWaiting, markRouted, waitForTexts, type WaitingText } from './claim-waiting.ts'
import { loadKeywords, loadSenders, whatWasSaid, type RecentBroadcast, type Sender } from './load-circumstances.ts'
import type { Keyword } from './match-keyword.ts'
import { recordNoReplyAnswers } from './no-reply-answers.ts'
import { isAnswerable } from './normalise-sender.ts'
import { route, type Route } from './route.ts'

const batch = 200
/** Two machines that answer each other stop here. */
const mostAnswers = 3
/** The same for what dialogues say: more questions than a person answers in ten minutes. */
const mostSaid = 30

interface Routed {
  waiting: WaitingText
  addressId: number
  decision: Route
  /** What a dialogue makes of it. */
  heard: Heard | undefined
  /** Zero for an anonymous answer, which is written into none. */
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
    for (const news of done.news) ring(pool, 'news', news)
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
  /** Of conversations and surveys, as the bell `news` takes it. */
  news: Set<string>
}> {
  const { texts: waiting, behind } = await claimWaiting(client, limit)
  const news = new Set<string>()
  const answeredOn = new Set<number>()
  const organizations = [...Map.groupBy(waiting, (text) => text.organizationId)].sort(([a], [b]) => a - b)
  for (const [organizationId, texts] of organizations) {
    const [plan, addresses, dialogues, keywords] = await inOneGo(
      client,
      () => readOfficePlan(client, organizationId),
      () => upsertAddresses(client, organizationId, [...new Set(texts.map((text) => text.from))]),
      () => loadDialogues(client, organizationId, now),
      () => loadKeywords(client, organizationId),
    )
    const routed = await decide(client, { organizationId, plan, addresses, dialogues, keywords, now }, texts)
    const marks = routed.map(({ waiting: { id }, decision, conversationId }) => ({
      id,
      route: decision.is,
      anonymous: conversationId === 0,
    }))
    await inOneGo(
      client,
      () => changeConsent(client, organizationId, routed),
      () => changeGroups(client, organizationId, routed, now),
      () => recordNoReplyAnswers(client, organizationId, routed.flatMap(noReplyAnswer), now),
      () => writeThreads(client, organizationId, plan, routed, now),
      () => markRouted(client, organizationId, marks, now),
    )
    for (const { conversationId, heard } of routed) {
      if (conversationId !== 0) news.add(`conversation ${organizationId} ${conversationId}`)
      if (heard?.asking.about.kind === 'survey') news.add(`survey ${organizationId} ${heard.asking.about.id}`)
    }
    for (const { answer, waiting: text } of routed) if (answer) answeredOn.add(text.channelId)
  }
  const waitedMs = waiting.map(({ at }) => now.getTime() - at.getTime())
  return { texts: waiting.length, waitedMs, behind, answeredOn, news }
}

/** Decides about one text after the other: what a person wrote first counts for what they wrote next. */
async function decide(
  client: Client,
  { organizationId, plan, addresses, dialogues, keywords: ownKeywords, now }: Office,
  texts: readonly WaitingText[],
): Promise<Routed[]> {
  const earliest = new Date(Math.min(...texts.map((text) => text.at.getTime())))
  const about = { organizationId, timeZone: plan.timeZone, now }
  const [senders, floor] = await inOneGo(
    client,
    () => loadSenders(client, organizationId, [...addresses.values()], { earliest, now }),
    () => Floor.open(client, about, dialogues, [...addresses.values()]),
  )
  const keywords = withDialogues(ownKeywords, floor)
  const decided: Decided[] = []
  for (const waiting of texts) {
    const addressId = addresses.get(waiting.from) ?? 0
    const sender = senders.get(addressId)
    if (!sender) throw new Error(`no address was made for an incoming text of organization ${organizationId}`)
    const lastWord = floor.lastWord(addressId, waiting.channelId, waiting.text, waiting.at)
    const { broadcast, ...said } = whatWasSaid(sender, waiting, lastWord)
    const { optedOut } = sender
    let decision = route(waiting.text, { keywords, optedOut, recentBroadcast: broadcast ?? null, ...said })
    let heard: Heard | undefined
    if (decision.is === 'dialogue' && isAnswerable(waiting.from) && sender.said < mostSaid) {
      const speaker = speakerOf(waiting, addressId, sender)
      const words = decision.rest === undefined ? waiting.text : withoutKeyword(waiting.text, decision.rest)
      heard = await floor.hear(speaker, decision.dialogueId, words, waiting.at)
      sender.said++
      // A word of leaving that only the dialogue knows.
      if (heard.asking.ending === 'left') decision = { is: 'opt-out', language: heard.asking.session?.language }
    }
    if (decision.is === 'opt-out') floor.leave(addressId)
    if (decision.is === 'opt-out') sender.optedOut = true
    if (decision.is === 'opt-in') sender.optedOut = false
    decided.push({ waiting, addressId, sender: { ...sender, optedOut }, counted: sender, broadcast, decision, heard })
  }
  await floor.commit(
    keepAnswers,
    decided.flatMap(({ heard }) => heard ?? []),
  )
  const written = decided.filter((one) => !isAnonymous(one, floor))
  const openings = written.map(({ waiting, addressId, decision }) => ({
    addressId,
    channelId: waiting.channelId,
    at: waiting.at,
    conversationId: decision.is === 'matter' ? decision.conversationId : null,
  }))
  const [opened, templates] = await inOneGo(
    client,
    () => openThreads(client, organizationId, openings),
    () => readTemplates(client, organizationId, templatesOf(decided, plan)),
  )
  const threads = new Map(opened.map((thread, index) => [written[index], thread] as const))
  return decided.map((one) => {
    const { waiting, addressId, sender, counted, broadcast, decision, heard } = one
    const thread = threads.get(one) ?? { id: 0, toldClosedUntil: null }
    const { from } = waiting
    const mayAnswer = counted.answers < mostAnswers && isAnswerable(from)
    const about = { sender, from, plan, templates, broadcast, thread, needsStaff: needsStaff(decision, heard), now }
    const spoken = decision.is === 'dialogue' && heard ? textOf(heard) : undefined
    if (spoken !== undefined)
      return { waiting, addressId, decision, heard, conversationId: thread.id, answer: { text: spoken } }
    const answer = mayAnswer ? chooseAnswer(decision, about) : undefined
    if (answer) counted.answers++
    if (answer?.closedUntil) thread.toldClosedUntil = answer.closedUntil
    if (answer && decision.is === 'no-reply' && broadcast) broadcast.told = true
    return { waiting, addressId, decision, heard, conversationId: thread.id, answer }
  })
}

/** What holds for all texts of an organization. */
interface Office {
  organizationId: number
  plan: OfficePlan
  /** Of the senders, by number. */
  addresses: ReadonlyMap<string, number>
  dialogues: Awaited<ReturnType<typeof loadDialogues>>
  keywords: readonly Keyword[]
  now: Date
}

interface Decided extends Pick<Routed, 'waiting' | 'addressId' | 'decision' | 'heard'> {
  /** As they were at that text. */
  sender: Sender
  /** As they are after all texts of the batch. */
  counted: Sender
  broadcast: RecentBroadcast | undefined
}

/** A keyword of the office's own, or of a group, goes before a dialogue's. */
function withDialogues(keywords: readonly Keyword[], floor: Floor): Keyword[] {
  const named = floor.keywords.filter(({ word }) => !keywords.some((one) => one.word === word))
  const nothing = { answer: '', templateId: null, groupId: null, groupName: null }
  return [...keywords, ...named.map((one) => ({ ...one, ...nothing }))]
}

function speakerOf({ channelId, to, from }: WaitingText, addressId: number, sender: Sender): Speaker {
  const contact: Record<string, string> = { telefon: from, 'imię i nazwisko': sender.name ?? '' }
  for (const [name, value] of Object.entries(sender.fields)) contact[name] ??= String(value)
  return { addressId, channelId, ownNumber: to, language: sender.language, contact }
}

/** Whether the text is in no conversation, since nobody is to see who wrote it: unless a person has to. */
function isAnonymous(
  { decision, heard, addressId }: { decision: Route; heard: Heard | undefined; addressId: number },
  floor: Floor,
) {
  if (decision.is === 'repeated') return floor.isAnonymous(addressId)
  return decision.is === 'dialogue' && heard?.anonymous === true && !heard.needsStaff
}

/** Those that may be needed to answer; mostly none. */
function templatesOf(decided: readonly Pick<Routed, 'decision' | 'heard'>[], { hours }: OfficePlan): number[] {
  const ids = decided.map(({ decision, heard }) => {
    if (decision.is === 'keyword') return decision.keyword.templateId
    if (decision.is === 'no-reply') return hours.noReplyTemplate
    return hours.answerWhenClosed && needsStaff(decision, heard) ? hours.outOfHoursTemplate : null
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
    routed.flatMap((one) => {
      const { waiting, addressId, conversationId, decision, heard, answer } = one
      if (conversationId === 0) return []
      const messageId = messageIds.get(one)
      const dialogueId = heard?.dialogueId ?? null
      const text = [waiting.text, ...(heard?.notes ?? [])].join('\n\n')
      const incoming = {
        conversationId,
        addressId,
        channelId: waiting.channelId,
        broadcastId: decision.is === 'reply' || decision.is === 'no-reply' ? decision.broadcastId : null,
        text,
        at: waiting.at,
        ownNumber: answeringSender('', waiting.to),
        needsStaff: needsStaff(decision, heard),
        toldClosedUntil: answer?.closedUntil,
        answer:
          answer === undefined || messageId === undefined
            ? undefined
            : { text: answer.text, at: now, sentOn: today, messageId, dialogueId },
      }
      return [incoming]
    }),
  )
}

/** What stands after a keyword may be a question. */
function needsStaff(decision: Route, heard: Heard | undefined): boolean {
  switch (decision.is) {
    case 'dialogue':
      return heard?.needsStaff ?? true
    case 'matter':
    case 'reply':
    case 'inbox':
      return true
    case 'keyword':
      return decision.rest !== ''
    case 'repeated':
    case 'opt-out':
    case 'opt-in':
    case 'leave':
    case 'no-reply':
      return false
  }
}
