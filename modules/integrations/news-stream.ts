import type { BroadcastEvent, ChannelEvent, ConversationEvent, MentionEvent, SurveyEvent } from '@kurenda/contract'
import { readBroadcast } from '#modules/broadcasts'
import { findConversationOf, findMentions } from '#modules/conversations'
import { inOrganization, type Client, type Pool } from '#platform/db'

export type NewsEvent =
  | { name: 'broadcast'; data: Pick<BroadcastEvent, 'id' | 'totals'> & { state: string } }
  | { name: 'conversation'; data: ConversationEvent }
  | { name: 'mention'; data: MentionEvent }
  | { name: 'channel'; data: ChannelEvent }
  | { name: 'survey'; data: SurveyEvent }
  | { name: 'resync'; data: Record<string, never> }

type Hear = (event: NewsEvent) => void

/** A broadcast changes thousands of times a second; nobody reads faster than this. */
const gatherMs = 500

/**
 * Tells browsers what changed. However many rings there were and however many watch, a thing that changed is read once per
 * organization and half second.
 */
export class NewsStream {
  readonly #api: Pool
  readonly #listeners = new Map<number, Set<Hear>>()
  #changed = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  constructor(api: Pool) {
    this.#api = api
  }

  /** To be called for each ring of the bell `news`: `broadcast ORGANIZATION ID`, `conversation …`, `message …`, `mention …`, `channel …`, `survey …`, or empty. */
  ring(payload: string): void {
    this.#changed.add(payload)
    this.#timer ??= setTimeout(() => {
      const due = this.#changed
      this.#changed = new Set()
      this.#timer = undefined
      void this.#tell(due)
    }, gatherMs)
  }

  /** Returns how to stop. */
  subscribe(organizationId: number, hear: Hear): () => void {
    const listeners = this.#listeners.get(organizationId) ?? new Set()
    this.#listeners.set(organizationId, listeners.add(hear))
    return () => {
      listeners.delete(hear)
      if (listeners.size === 0) this.#listeners.delete(organizationId)
    }
  }

  /** How many browsers listen. */
  get listening(): number {
    return [...this.#listeners.values()].reduce((sum, listeners) => sum + listeners.size, 0)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#listeners.clear()
  }

  async #tell(changed: ReadonlySet<string>): Promise<void> {
    for (const payload of changed) {
      const [kind, organization, id] = payload.split(' ')
      if (kind === '') {
        for (const organizationId of this.#listeners.keys()) this.#send(organizationId, { name: 'resync', data: {} })
        continue
      }
      const organizationId = Number(organization)
      if (!this.#listeners.has(organizationId)) continue
      // What cannot be read is gone, or the database is away: then the bell's reconnection brings a resync.
      const event = await inOrganization(this.#api, organizationId, (client) =>
        read(client, organizationId, kind, Number(id)),
      ).catch(() => undefined)
      if (event) this.#send(organizationId, event)
    }
  }

  #send(organizationId: number, event: NewsEvent): void {
    for (const hear of this.#listeners.get(organizationId) ?? []) hear(event)
  }
}

async function read(
  client: Client,
  organizationId: number,
  kind: string | undefined,
  id: number,
): Promise<NewsEvent | undefined> {
  switch (kind) {
    case 'broadcast': {
      const { state, totals } = await readBroadcast(client, organizationId, id)
      return { name: 'broadcast', data: { id, state, totals } }
    }
    case 'conversation':
      return { name: 'conversation', data: { id } }
    case 'message': {
      const conversationId = await findConversationOf(client, organizationId, id)
      return conversationId === undefined ? undefined : { name: 'conversation', data: { id: conversationId } }
    }
    case 'mention': {
      const found = await findMentions(client, organizationId, id)
      return found && { name: 'mention', data: { ...found, entry: id } }
    }
    case 'channel': {
      return { name: 'channel', data: { id } }
    }
    case 'survey':
      return { name: 'survey', data: { id } }
    default:
      return undefined
  }
}
