import { answeringSender } from './answering-sender.ts'
import type { ConversationSummary } from './list-conversations.ts'
import type { Conversation } from './read-conversation.ts'
import type { Present } from './show-presence.ts'

/** A conversation as the contract shows it in a list. */
export function presentHead(found: ConversationSummary) {
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
    dueAt: found.dueAt?.toISOString() ?? null,
    snoozedUntil: found.snoozedUntil?.toISOString() ?? null,
    queue: found.queueId === null ? null : { id: found.queueId, name: found.queueName ?? '' },
    assignee: found.assignee === null ? null : { userId: found.assignee, name: found.assigneeName ?? '' },
    version: found.version,
  }
}

/** With its entries, and who of the staff is there; `me` is not told of themselves. */
export function presentThread(found: Conversation, me?: string) {
  return {
    ...presentHead(found),
    optedOut: found.optedOut,
    answering: {
      from: found.from.startsWith('+') ? answeringSender(found.sender, found.ownNumber) : null,
      sender: found.sender,
      pricePerPart: found.pricePerPart / 10_000,
      currency: found.currency,
    },
    present: found.present.filter(({ userId }) => userId !== me).map(presentPerson),
    entries: found.entries.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
  }
}

export function presentPerson(person: Present) {
  return { ...person, until: person.until.toISOString() }
}
