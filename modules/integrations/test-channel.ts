import type { ChannelTest } from '@kurenda/contract'
import { setTimeout as pause } from 'node:timers/promises'
import { inOrganization, type Pool } from '#platform/db'
import type { Language } from '#platform/i18n'
import { readChannel } from './channels.ts'

/** A change made just before the test reaches the gateway within this time; an older status would say nothing. */
const noticeMs = 2_200
const lookEveryMs = 200

/**
 * How the gateway's own session with the provider stands, once it has settled: up, or down for good, or still down after
 * `withinMs`. No second session is opened: many providers allow one.
 */
export async function testChannel(
  api: Pool,
  organizationId: number,
  id: number,
  language: Language,
  withinMs = 10_000,
): Promise<ChannelTest> {
  const read = () => inOrganization(api, organizationId, (client) => readChannel(client, organizationId, id, language))
  let { status } = await read()
  for (let waited = 0; waited < withinMs; waited += lookEveryMs) {
    await pause(lookEveryMs)
    status = (await read()).status
    const settled = status.is === 'up' || (status.is === 'down' && status.final)
    if (settled && waited >= noticeMs) break
  }
  return { ok: status.is === 'up', status }
}
