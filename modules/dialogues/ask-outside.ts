import { valueSchema } from '@kurenda/dialogue'
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import { ring, transaction, type Client, type Pool } from '#platform/db'
import type { Outgoing } from '#platform/outgoing'
import type { Seal } from '#platform/seal'
import { hear, type About } from './asking.ts'
import { callHook } from './call-hook.ts'
import { openHook } from './hooks.ts'
import { readDefinitions, versionKey } from './definitions.ts'
import { aboutColumns, askingOf, sessionColumns, type SessionRow } from './load-askings.ts'
import { storeAskings, type Listener } from './store-askings.ts'
import { say } from './tick-dialogues.ts'

/** The news `dialogue.hook`, and the job that it becomes. */
export const hookNews = z.object({
  sessionId: z.int(),
  node: z.string(),
  hook: z.string(),
  values: z.record(z.string(), valueSchema),
})

/**
 * Calls a webhook for a session that waits for it, and lets it go on with what came of it (engine role). The call is made outside
 * any transaction; a result that comes when the session has gone on is dropped by the engine.
 */
export async function askOutside(
  pool: Pool,
  clock: Clock,
  listener: Listener,
  organizationId: number,
  news: z.infer<typeof hookNews>,
  { outside, seal }: { outside: Outgoing; seal: Seal },
): Promise<void> {
  const { sessionId, node, hook, values } = news
  const { rows } = await pool.query<{ url: string; secret: string }>(
    'SELECT url, secret FROM dialogue_hook WHERE organization_id = $1 AND name = $2',
    [organizationId, hook],
  )
  const found = rows[0]
  const body = { hook, session: String(sessionId), values }
  const secret = found && openHook(seal, organizationId, found.secret)
  const fields = found && secret !== undefined ? await callHook({ url: found.url, secret, body }, outside) : undefined
  const now = clock.now()
  const conversations = await transaction(pool, async (client) => {
    const asking = await load(client, organizationId, sessionId)
    if (!asking) return []
    const result = { is: 'result', at: now.toISOString(), of: node, ok: fields !== undefined } as const
    const turn = hear(asking, fields ? { ...result, fields } : result)
    if (turn.prompts.length > 0) asking.saidAt = now
    await storeAskings(client, organizationId, [asking], listener, now)
    const { rows: towns } = await client.query<{ timeZone: string }>(
      'SELECT time_zone AS "timeZone" FROM organization WHERE id = $1',
      [organizationId],
    )
    return say(client, { id: organizationId, timeZone: towns[0]?.timeZone ?? 'Europe/Warsaw' }, [turn], now)
  })
  if (conversations.length > 0) ring(pool, 'chunks')
  for (const id of conversations) ring(pool, 'news', `conversation ${organizationId} ${id}`)
}

async function load(client: Client, organizationId: number, id: number) {
  const person = await client.query<{ addressId: number | null }>(
    'SELECT address_id AS "addressId" FROM dialogue_session WHERE organization_id = $1 AND id = $2',
    [organizationId, id],
  )
  await client.query('SELECT FROM address WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE', [
    organizationId,
    person.rows[0]?.addressId ?? null,
  ])
  const { rows } = await client.query<SessionRow>(
    `SELECT ${sessionColumns} FROM dialogue_session s WHERE s.organization_id = $1 AND s.id = $2 AND s.ended_at IS NULL FOR NO KEY UPDATE`,
    [organizationId, id],
  )
  const row = rows[0]
  if (!row) return undefined
  const about = await client.query<About>(
    `SELECT ${aboutColumns} FROM dialogue WHERE organization_id = $1 AND id = $2`,
    [organizationId, row.dialogueId],
  )
  const definition = (await readDefinitions(client, organizationId, [row])).get(versionKey(row))
  return about.rows[0] && definition && askingOf(about.rows[0], definition, row)
}
