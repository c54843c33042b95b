import type { ChannelStatus } from '@kurenda/contract'
import type { SessionStatus } from '@kurenda/channel'
import type { Language } from '#platform/i18n'
import { z } from 'zod'

const words = z.object({ pl: z.string(), en: z.string() })

/** As a gateway stored it. */
const stored = z.discriminatedUnion('is', [
  z.object({ is: z.literal('connecting') }),
  z.object({ is: z.literal('up'), limited: words.exactOptional() }),
  z.object({ is: z.literal('down'), reason: words, final: z.boolean() }),
])

/** What no gateway said. */
const unsaid = {
  disabled: { is: 'down', reason: { pl: 'jest wyłączony', en: 'it is switched off' }, final: true },
  notStarted: {
    is: 'down',
    reason: { pl: 'jeszcze nie uruchomiony', en: 'it has not been started yet' },
    final: false,
  },
  unheld: { is: 'down', reason: { pl: 'nie obsługuje go żadna bramka', en: 'no gateway holds it' }, final: false },
} as const satisfies Record<string, SessionStatus>

/** What a gateway last said of a channel; where it said nothing, that it was not started. */
export function readSessionStatus(status: unknown): SessionStatus {
  return stored.safeParse(status).data ?? unsaid.notStarted
}

/** What a gateway last said counts as long as it holds the channel. */
export function statusNow(row: { enabled: boolean; held: boolean; status: unknown }): SessionStatus {
  if (!row.enabled) return unsaid.disabled
  const said = readSessionStatus(row.status)
  return row.held || said.is === 'down' ? said : unsaid.unheld
}

/** In the reader's language. */
export function statusIn(status: SessionStatus, language: Language): ChannelStatus {
  switch (status.is) {
    case 'connecting':
      return status
    case 'up':
      return { is: 'up', ...(status.limited && { limited: status.limited[language] }) }
    case 'down':
      return { ...status, reason: status.reason[language] }
  }
}
