import {
  conversationPage,
  conversationThread,
  done,
  idParams,
  newReply,
  pageQuery,
  replied,
  threadPage,
} from '@kurenda/contract'
import { callerOf } from '#modules/accounts'
import type { Clock } from '#platform/clock'
import { ring, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { listConversations, type ConversationSummary } from './list-conversations.ts'
import { markRead } from './mark-read.ts'
import { readConversation, type Conversation } from './read-conversation.ts'
import { replyToConversation } from './reply-to-conversation.ts'

interface Wiring {
  api: Pool
  clock: Clock
}

/** What the console and the public API share: one thread, and the reply. */
export function conversationRoutes(scope: Server, { api, clock }: Wiring): void {
  scope.get(
    '/conversations/:id',
    {
      config: { allows: 'conversations:read' },
      schema: { summary: 'A conversation with its texts', params: idParams, response: { 200: conversationThread } },
    },
    async (request) => presentThread(await readConversation(api, callerOf(request).organizationId, request.params.id)),
  )

  scope.post(
    '/conversations/:id/replies',
    {
      config: { allows: 'conversations:reply' },
      schema: { summary: 'Answers the resident', params: idParams, body: newReply, response: { 200: replied } },
    },
    async (request) => {
      const { organizationId, name } = callerOf(request)
      const conversationId = request.params.id
      const entry = await replyToConversation(api, clock, {
        organizationId,
        conversationId,
        text: request.body.text,
        author: name,
      })
      ring(api, 'news', `conversation ${organizationId} ${conversationId}`)
      return { entry }
    },
  )

  scope.post(
    '/conversations/:id/read',
    {
      config: { allows: 'conversations:read' },
      schema: { summary: 'Staff have seen it', params: idParams, response: { 200: done } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      await markRead(api, organizationId, request.params.id)
      ring(api, 'news', `conversation ${organizationId} ${request.params.id}`)
      return { done: true as const }
    },
  )
}

/** The console's inbox: heads only. */
export function inboxRoutes(scope: Server, { api }: { api: Pool }): void {
  scope.get(
    '/conversations',
    {
      config: { allows: 'conversations:read' },
      schema: { querystring: pageQuery, response: { 200: conversationPage } },
    },
    async (request) => {
      const page = await listConversations(api, callerOf(request).organizationId, request.query)
      return { items: page.conversations.map(presentHead), next: page.nextCursor }
    },
  )
}

/** For scripts: conversations with everything that was written in them. */
export function threadRoutes(scope: Server, { api }: { api: Pool }): void {
  scope.get(
    '/conversations',
    {
      config: { allows: 'conversations:read' },
      schema: {
        summary: 'Conversations with their texts, the latest first',
        querystring: pageQuery,
        response: { 200: threadPage },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const page = await listConversations(api, organizationId, request.query)
      const items = []
      for (const { id } of page.conversations)
        items.push(presentThread(await readConversation(api, organizationId, id)))
      return { items, next: page.nextCursor }
    },
  )
}

function presentHead(found: ConversationSummary) {
  return {
    id: found.id,
    from: found.from,
    contactName: found.names.length > 0 ? found.names.join(', ') : null,
    groups: found.groups,
    broadcast:
      found.broadcastId === null
        ? null
        : { id: found.broadcastId, name: found.broadcastName ?? String(found.broadcastId) },
    state: found.state,
    unread: found.unread,
    lastText: found.lastText,
    lastAt: found.lastAt.toISOString(),
    waitingSince: found.waitingSince?.toISOString() ?? null,
  }
}

function presentThread(found: Conversation) {
  return {
    ...presentHead(found),
    optedOut: found.optedOut,
    entries: found.entries.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
  }
}
