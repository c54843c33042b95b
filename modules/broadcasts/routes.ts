import {
  broadcast,
  broadcastPage,
  confirmation,
  idParams,
  newBroadcast,
  pageQuery,
  preparation,
  prepareQuery,
  resent,
} from '@kurenda/contract'
import type { Readable } from 'node:stream'
import { callerOf, type Caller } from '#modules/accounts'
import { resendUncertain } from '#modules/messaging'
import type { Clock } from '#platform/clock'
import { inOrganization, ring, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { onceUnderKey, uploadLimitBytes, type Server } from '#platform/http'
import { confirmBroadcast } from './confirm-broadcast.ts'
import { prepareBroadcast, type Prepared } from './prepare-broadcast.ts'
import { listBroadcasts, readBroadcast, type Broadcast } from './read-broadcasts.ts'
import { steerBroadcast, type Steering } from './steer-broadcast.ts'

interface Wiring {
  api: Pool
  engine: Pool
  clock: Clock
}

/** What the console and the public API share: reading, the yes, pause, resume, cancel. */
export function broadcastRoutes(scope: Server, { api, engine, clock }: Wiring): void {
  scope.get(
    '/broadcasts',
    {
      config: { allows: 'broadcasts:read' },
      schema: { summary: 'Broadcasts, the latest first', querystring: pageQuery, response: { 200: broadcastPage } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { limit, cursor } = request.query
      const before = cursor === undefined ? undefined : Number(cursor)
      if (before !== undefined && !Number.isSafeInteger(before))
        throw new Problem('invalid-request', { fields: ['cursor'] })
      const found = await inOrganization(api, organizationId, (client) =>
        listBroadcasts(client, organizationId, { before, limit: limit + 1 }),
      )
      const items = found.slice(0, limit)
      return { items: items.map(present), next: found.length > limit ? String(items.at(-1)?.id) : null }
    },
  )

  scope.get(
    '/broadcasts/:id',
    {
      config: { allows: 'broadcasts:read' },
      schema: { summary: 'One broadcast', params: idParams, response: { 200: broadcast } },
    },
    (request) => read(callerOf(request), request.params.id),
  )

  scope.post(
    '/broadcasts/:id/confirm',
    {
      config: { allows: 'broadcasts:send' },
      schema: {
        summary: 'The yes: what was prepared is sent',
        params: idParams,
        body: confirmation.nullish(),
        response: { 200: broadcast },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const broadcastId = request.params.id
      const { quietHours, at } = request.body ?? {}
      const answer = await inOrganization(api, organizationId, (client) =>
        onceUnderKey(client, organizationId, request, async () => {
          if (at !== undefined)
            await client.query(
              `UPDATE broadcast SET send_at = $3 WHERE organization_id = $1 AND id = $2 AND state = 'draft'`,
              [organizationId, broadcastId, at],
            )
          await confirmBroadcast(client, {
            organizationId,
            broadcastId,
            now: clock.now(),
            ...(quietHours ? { quietHours } : {}),
          })
          return present(await readBroadcast(client, organizationId, broadcastId))
        }),
      )
      ring(api, 'outbox')
      return answer
    },
  )

  for (const steering of ['pause', 'resume', 'cancel'] as const satisfies Steering[])
    scope.post(
      `/broadcasts/:id/${steering}`,
      {
        config: { allows: 'broadcasts:send' },
        schema: { summary: `Asks to ${steering} it`, params: idParams, response: { 200: broadcast } },
      },
      async (request) => {
        const { organizationId } = callerOf(request)
        const { id } = request.params
        const answer = await inOrganization(api, organizationId, async (client) => {
          await steerBroadcast(client, organizationId, id, steering)
          return present(await readBroadcast(client, organizationId, id))
        })
        ring(api, 'outbox')
        ring(api, 'chunks')
        ring(api, 'news', `broadcast ${organizationId} ${id}`)
        return answer
      },
    )

  scope.post(
    '/broadcasts/:id/resend-uncertain',
    {
      config: { allows: 'broadcasts:send' },
      schema: {
        summary: 'Sends again what nobody knows the fate of; someone may then get it twice',
        params: idParams,
        response: { 200: resent },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      // Under row-level security first: the engine's role would see another organization's broadcast.
      await read(caller, request.params.id)
      return { resent: await resendUncertain(engine, caller.organizationId, request.params.id) }
    },
  )

  async function read({ organizationId }: Caller, id: number) {
    return inOrganization(api, organizationId, async (client) =>
      present(await readBroadcast(client, organizationId, id)),
    )
  }
}

/** For the console: to groups or to pasted numbers. */
export function composeRoutes(scope: Server, { engine }: Pick<Wiring, 'engine'>): void {
  scope.post(
    '/broadcasts',
    { config: { allows: 'broadcasts:send' }, schema: { body: newBroadcast, response: { 200: preparation } } },
    async (request) => {
      const caller = callerOf(request)
      const { groups, numbers, sendAt, name, channel, sender, text, priority } = request.body
      const prepared = await prepareBroadcast(engine, {
        organizationId: caller.organizationId,
        createdBy: caller.name,
        text,
        priority,
        audience: groups && groups.length > 0 ? { groups } : { numbers: splitNumbers(numbers ?? '') },
        ...(name ? { name } : {}),
        ...(channel ? { channel } : {}),
        ...(sender ? { sender } : {}),
        ...(sendAt ? { sendAt: new Date(sendAt) } : {}),
      })
      return presentPreparation(prepared)
    },
  )
}

/** For integrators and the command line: the body is the list itself, read as it comes. */
export function prepareRoutes(scope: Server, { engine }: Pick<Wiring, 'engine'>): void {
  scope.post<{ Body: Readable }>(
    '/broadcasts/prepare',
    {
      config: { allows: 'broadcasts:send' },
      bodyLimit: uploadLimitBytes,
      schema: {
        summary: 'Prepares a broadcast to the people of a CSV list (the body); nothing is sent before its confirm',
        querystring: prepareQuery,
        response: { 200: preparation },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { at, phoneColumn, name, channel, sender, text, priority } = prepareQuery.parse(request.query)
      const prepared = await prepareBroadcast(engine, {
        organizationId: caller.organizationId,
        createdBy: caller.name,
        text,
        priority,
        audience: { bytes: request.body, ...(phoneColumn ? { phoneColumn } : {}) },
        ...(name ? { name } : {}),
        ...(channel ? { channel } : {}),
        ...(sender ? { sender } : {}),
        ...(at ? { sendAt: new Date(at) } : {}),
      })
      return presentPreparation(prepared)
    },
  )
}

/** Numbers are pasted with spaces inside them, so only commas, semicolons and line ends part them. */
function splitNumbers(pasted: string): string[] {
  return pasted
    .split(/[\n\r,;]+/)
    .map((number) => number.trim())
    .filter((number) => number !== '')
}

function present(found: Broadcast) {
  return broadcast.parse({
    ...found,
    cost: { amount: Number(found.cost.amount), currency: found.cost.currency },
  })
}

function presentPreparation(prepared: Prepared) {
  return { ...prepared, cost: { amount: Number(prepared.cost.amount), currency: prepared.cost.currency } }
}
