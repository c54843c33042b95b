import {
  assignment,
  conversationCounts,
  cannedReplyQuery,
  conversationPage,
  conversationQuery,
  conversationThread,
  done,
  foundPage,
  idParams,
  newConversationNote,
  newPresence,
  newReply,
  officeCalendar,
  presentStaff,
  renderedTemplate,
  replied,
  searchQuery,
  seenVersion,
  snooze,
  threadPage,
} from '@kurenda/contract'
import { callerOf, type Caller } from '#modules/accounts'
import type { Clock } from '#platform/clock'
import { inOrganization, ring, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { type Server } from '#platform/http'
import { onceUnderKey } from '#platform/idempotency'
import { assignConversation } from './assign-conversation.ts'
import { closeConversation, reopenConversation } from './close-conversation.ts'
import { countConversations } from './count-conversations.ts'
import { listConversations } from './list-conversations.ts'
import { markRead } from './mark-read.ts'
import { readOfficePlan } from './office-plan.ts'
import { presentHead, presentPerson, presentThread } from './present.ts'
import { readConversation, readConversations } from './read-conversation.ts'
import { renderReply } from './render-reply.ts'
import { replyToConversation } from './reply-to-conversation.ts'
import { searchEntries } from './search-entries.ts'
import { showPresence } from './show-presence.ts'
import { snoozeConversation, wakeConversation } from './snooze-conversation.ts'
import { writeNote } from './write-note.ts'

const dayMs = 86_400_000

interface Wiring {
  api: Pool
  clock: Clock
}

/** What the console and the public API share: one thread and all that is done with it, and the search. */
export function conversationRoutes(scope: Server, { api, clock }: Wiring): void {
  const read = async ({ organizationId, staff }: Caller, id: number) =>
    presentThread(await readConversation(api, organizationId, id, clock.now()), staff?.userId)

  /** Does it in the organization's transaction, tells the browsers, and answers with the thread as it is then. */
  async function change(caller: Caller, id: number, work: (client: Client, organizationId: number) => Promise<void>) {
    const { organizationId } = caller
    await inOrganization(api, organizationId, (client) => work(client, organizationId))
    ring(api, 'news', `conversation ${organizationId} ${id}`)
    return read(caller, id)
  }

  scope.get(
    '/conversations/search',
    {
      config: { allows: 'conversations:read' },
      schema: {
        summary: 'Texts and notes that hold all the words, the newest first',
        querystring: searchQuery,
        response: { 200: foundPage },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { q, cursor, limit } = request.query
      const before = cursor === undefined ? undefined : Number(cursor)
      if (before !== undefined && !Number.isSafeInteger(before))
        throw new Problem('invalid-request', { fields: ['cursor'] })
      const found = await inOrganization(api, organizationId, (client) =>
        searchEntries(client, organizationId, { words: q, before, limit: limit + 1 }),
      )
      const items = found.slice(0, limit).map((entry) => ({ ...entry, at: entry.at.toISOString() }))
      return { items, next: found.length > limit ? String(items.at(-1)?.entry) : null }
    },
  )

  scope.get(
    '/conversations/:id',
    {
      config: { allows: 'conversations:read' },
      schema: { summary: 'A conversation with its texts', params: idParams, response: { 200: conversationThread } },
    },
    (request) => read(callerOf(request), request.params.id),
  )

  scope.post(
    '/conversations/:id/replies',
    {
      config: { allows: 'conversations:reply' },
      schema: { summary: 'Answers the resident', params: idParams, body: newReply, response: { 200: replied } },
    },
    async (request) => {
      const { organizationId, name, staff } = callerOf(request)
      const conversationId = request.params.id
      const answer = await inOrganization(api, organizationId, (client) =>
        onceUnderKey(client, organizationId, request, async () => ({
          entry: await replyToConversation(client, {
            organizationId,
            conversationId,
            ...request.body,
            author: name,
            authorId: staff?.userId ?? null,
            at: clock.now(),
          }),
        })),
      )
      ring(api, 'outbox')
      ring(api, 'news', `conversation ${organizationId} ${conversationId}`)
      return answer
    },
  )

  scope.get(
    '/conversations/:id/canned-reply',
    {
      config: { allows: 'conversations:read' },
      schema: {
        summary: 'How a template reads for the resident',
        params: idParams,
        querystring: cannedReplyQuery,
        response: { 200: renderedTemplate },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) =>
        renderReply(client, organizationId, request.params.id, request.query),
      )
    },
  )

  scope.post(
    '/conversations/:id/notes',
    {
      config: { allows: 'conversations:reply' },
      schema: {
        summary: 'A note that only staff see',
        params: idParams,
        body: newConversationNote,
        response: { 200: replied },
      },
    },
    async (request) => {
      const { organizationId, name, staff } = callerOf(request)
      const { id } = request.params
      const answer = await inOrganization(api, organizationId, (client) =>
        onceUnderKey(client, organizationId, request, async () => ({
          entry: await writeNote(client, organizationId, id, {
            ...request.body,
            author: name,
            authorId: staff?.userId ?? null,
            at: clock.now(),
          }),
        })),
      )
      ring(api, 'news', `conversation ${organizationId} ${id}`)
      if (request.body.mentions.length > 0) ring(api, 'news', `mention ${organizationId} ${answer.entry}`)
      return answer
    },
  )

  scope.post(
    '/conversations/:id/read',
    {
      config: { allows: 'conversations:read' },
      schema: { summary: 'Staff have seen it', params: idParams, response: { 200: done } },
    },
    async (request) => {
      const { organizationId, staff } = callerOf(request)
      const seen = staff ? { userId: staff.userId, at: clock.now() } : undefined
      await markRead(api, organizationId, request.params.id, seen)
      ring(api, 'news', `conversation ${organizationId} ${request.params.id}`)
      return { done: true as const }
    },
  )

  scope.post(
    '/conversations/:id/assign',
    {
      config: { allows: 'conversations:assign' },
      schema: {
        summary: 'Gives it to a member of staff or a queue, or takes it away',
        params: idParams,
        body: assignment,
        response: { 200: conversationThread },
      },
    },
    (request) => {
      const { version, userId, queue: queueId } = request.body
      return change(callerOf(request), request.params.id, (client, organizationId) =>
        assignConversation(client, organizationId, request.params.id, { version, userId, queueId }),
      )
    },
  )

  for (const [name, summary, verb] of [
    ['close', 'The matter is done', closeConversation],
    ['reopen', 'The matter is taken up again', reopenConversation],
    ['wake', 'Back into the lists before its time', wakeConversation],
  ] as const)
    scope.post(
      `/conversations/:id/${name}`,
      {
        config: { allows: 'conversations:reply' },
        schema: { summary, params: idParams, body: seenVersion, response: { 200: conversationThread } },
      },
      (request) =>
        change(callerOf(request), request.params.id, (client, organizationId) =>
          verb(client, organizationId, request.params.id, request.body.version),
        ),
    )

  scope.post(
    '/conversations/:id/snooze',
    {
      config: { allows: 'conversations:reply' },
      schema: {
        summary: 'Out of the lists until an instant or a new text',
        params: idParams,
        body: snooze,
        response: { 200: conversationThread },
      },
    },
    (request) => {
      const { version, until } = request.body
      return change(callerOf(request), request.params.id, (client, organizationId) =>
        snoozeConversation(client, organizationId, request.params.id, {
          version,
          until: new Date(until),
          now: clock.now(),
        }),
      )
    },
  )
}

/** The console's inbox: heads only; and what only a person who is signed in can do. */
export function inboxRoutes(scope: Server, { api, clock }: Wiring): void {
  scope.get(
    '/conversations',
    {
      config: { allows: 'conversations:read' },
      schema: { querystring: conversationQuery, response: { 200: conversationPage } },
    },
    async (request) => {
      const { organizationId, staff } = callerOf(request)
      const query = { ...request.query, userId: staff?.userId, now: clock.now() }
      const page = await listConversations(api, organizationId, query)
      return { items: page.conversations.map(presentHead), next: page.nextCursor }
    },
  )

  scope.get(
    '/conversations/counts',
    { config: { allows: 'conversations:read' }, schema: { response: { 200: conversationCounts } } },
    (request) => {
      const { organizationId, staff } = callerOf(request)
      if (!staff) throw new Problem('staff-needed')
      const about = { userId: staff.userId, now: clock.now() }
      return inOrganization(api, organizationId, (client) => countConversations(client, organizationId, about))
    },
  )

  scope.get(
    '/office-calendar',
    { config: { allows: 'conversations:read' }, schema: { response: { 200: officeCalendar } } },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { calendar } = await inOrganization(api, organizationId, (client) => readOfficePlan(client, organizationId))
      const now = clock.now().getTime()
      const open = calendar.between(new Date(now - 30 * dayMs), new Date(now + 21 * dayMs))
      return { open: open.map(({ from, until }) => ({ from: from.toISOString(), until: until.toISOString() })) }
    },
  )

  scope.post(
    '/conversations/:id/take',
    {
      config: { allows: 'conversations:assign' },
      schema: { params: idParams, body: seenVersion, response: { 200: conversationThread } },
    },
    async (request) => {
      const { organizationId, staff } = callerOf(request)
      if (!staff) throw new Problem('staff-needed')
      const { id } = request.params
      const { userId } = staff
      await inOrganization(api, organizationId, (client) =>
        assignConversation(client, organizationId, id, { version: request.body.version, userId }),
      )
      ring(api, 'news', `conversation ${organizationId} ${id}`)
      return presentThread(await readConversation(api, organizationId, id, clock.now()), userId)
    },
  )

  scope.post(
    '/conversations/:id/presence',
    {
      config: { allows: 'conversations:read' },
      schema: { params: idParams, body: newPresence, response: { 200: presentStaff } },
    },
    async (request) => {
      const { organizationId, staff, name } = callerOf(request)
      if (!staff) throw new Problem('staff-needed')
      const { id } = request.params
      const me = { userId: staff.userId, name, doing: request.body.doing, now: clock.now() }
      const { changed, others } = await inOrganization(api, organizationId, (client) =>
        showPresence(client, organizationId, id, me),
      )
      if (changed) ring(api, 'news', `conversation ${organizationId} ${id}`)
      return { others: others.map(presentPerson) }
    },
  )
}

/** For scripts: conversations with everything that was written in them. */
export function threadRoutes(scope: Server, { api, clock }: Wiring): void {
  scope.get(
    '/conversations',
    {
      config: { allows: 'conversations:read' },
      schema: {
        summary: 'Conversations with their texts, the latest first',
        querystring: conversationQuery,
        response: { 200: threadPage },
      },
    },
    async (request) => {
      const { organizationId, staff } = callerOf(request)
      const now = clock.now()
      const page = await listConversations(api, organizationId, { ...request.query, userId: staff?.userId, now })
      const ids = page.conversations.map(({ id }) => id)
      const threads = await readConversations(api, organizationId, ids, now)
      return { items: threads.map((thread) => presentThread(thread)), next: page.nextCursor }
    },
  )
}
