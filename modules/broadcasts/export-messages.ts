import type { Readable } from 'node:stream'
import { csvOf } from '#modules/audience'
import { explainFailure, listMessages, type StateName } from '#modules/messaging'
import { inOrganization, type Pool } from '#platform/db'
import type { Language } from '#platform/i18n'

const headings: Record<Language, readonly string[]> = {
  pl: ['telefon', 'stan', 'wysłano', 'rozstrzygnięto', 'powód', 'treść'],
  en: ['phone', 'state', 'sent', 'settled', 'reason', 'text'],
}
const states: Record<Language, Record<StateName, string>> = {
  pl: {
    queued: 'w kolejce',
    submitted: 'wysłana',
    delivered: 'doręczona',
    failed: 'nieudana',
    expired: 'przeterminowana',
    uncertain: 'niepewna',
    cancelled: 'odwołana',
    suppressed: 'pominięta (osoba wypisana albo w koszu)',
    unconfirmed: 'bez potwierdzenia',
  },
  en: {
    queued: 'queued',
    submitted: 'sent',
    delivered: 'delivered',
    failed: 'failed',
    expired: 'expired',
    uncertain: 'uncertain',
    cancelled: 'cancelled',
    suppressed: 'skipped (opted out or in trash)',
    unconfirmed: 'unconfirmed',
  },
}
const atOnce = 1_000

/**
 * The messages of a broadcast as a CSV file, in the order of its list, written while it is read: memory does not grow with it,
 * and no connection is held between two batches.
 */
export function exportMessages(api: Pool, organizationId: number, broadcastId: number, language: Language): Readable {
  return csvOf(rowsOf(api, organizationId, broadcastId, language))
}

async function* rowsOf(
  api: Pool,
  organizationId: number,
  broadcastId: number,
  language: Language,
): AsyncGenerator<readonly string[]> {
  yield headings[language]
  for (let page = { broadcastId, limit: atOnce, after: 0 }; ;) {
    const { messages, next } = await inOrganization(api, organizationId, (client) =>
      listMessages(client, organizationId, page),
    )
    for (const { to, state, submittedAt, settledAt, reason, text } of messages) {
      const isExplained = state === 'failed' || state === 'expired' || state === 'uncertain'
      yield [
        to.replace(/^\+/, ''),
        states[language][state],
        submittedAt?.toISOString() ?? '',
        settledAt?.toISOString() ?? '',
        isExplained ? explainFailure({ state, reason: reason ?? '' }, language).explanation : '',
        text,
      ]
    }
    if (next === null) return
    page = { ...page, after: next }
  }
}
