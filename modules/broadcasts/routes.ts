import type { Readable } from 'node:stream'
import {
  broadcast,
  broadcastPage,
  broadcastQuery,
  confirmation,
  course,
  draftContent,
  failures,
  idParams,
  messagePage,
  messageQuery,
  newBroadcast,
  preparation,
  prepareQuery,
  resendRequest,
  resent,
  resumption,
} from '@kurenda/contract'
import { audit, callerOf, type Caller } from '#modules/accounts'
import { explainFailure, listFailures, listMessages, resendMessages } from '#modules/messaging'
import { presentMessage } from '#modules/messaging/http'
import type { Clock } from '#platform/clock'
import { inOrganization, ring, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { unbroken, uploadLimitBytes, type Server } from '#platform/http'
import { onceUnderKey } from '#platform/idempotency'
import { preferredLanguage } from '#platform/i18n'
import { confirmBroadcast } from './confirm-broadcast.ts'
import { composeBroadcast } from './compose-broadcast.ts'
import type { Author } from './create-draft.ts'
import { prepareList, type Prepared } from './prepare-broadcast.ts'
import { exportMessages } from './export-messages.ts'
import { readCourse } from './read-course.ts'
import { listBroadcasts, readBroadcast, type Broadcast } from './read-broadcasts.ts'
import { resumeBroadcast, steerBroadcast } from './steer-broadcast.ts'
import { sendNow, undoBroadcast } from './undo-broadcast.ts'

export interface Wiring {
  api: Pool
  engine: Pool
  clock: Clock
  /** Whether a yes can be taken back for the organization's undo seconds: in the console, not for scripts. */
  undo: boolean
}

/** What the console and the public API share: reading, the yes and taking it back, pause, resume, cancel, sending again. */
export function broadcastRoutes(scope: Server, { api, engine, clock, undo }: Wiring): void {
  scope.get(
    '/broadcasts',
    {
      config: { allows: 'broadcasts:read' },
      schema: {
        summary: 'Broadcasts, the latest first',
        querystring: broadcastQuery,
        response: { 200: broadcastPage },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { limit, cursor, state, q } = request.query
      const before = cursorNumber(cursor)
      const found = await inOrganization(api, organizationId, (client) =>
        listBroadcasts(client, organizationId, { before, state, q, limit: limit + 1 }),
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

  scope.get(
    '/broadcasts/:id/messages',
    {
      config: { allows: 'broadcasts:read' },
      schema: {
        summary: 'Its messages in the order of the list, perhaps of one state',
        params: idParams,
        querystring: messageQuery,
        response: { 200: messagePage },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { limit, cursor, state } = request.query
      const broadcastId = request.params.id
      await read(caller, broadcastId)
      const after = cursorNumber(cursor)
      const { messages, next } = await inOrganization(api, organizationId, (client) =>
        listMessages(client, organizationId, { broadcastId, limit, ...(state && { state }), ...(after && { after }) }),
      )
      const language = preferredLanguage(request.headers['accept-language'])
      const items = messages.map((message) => presentMessage(message, language))
      return { items, next: next === null ? null : String(next) }
    },
  )

  scope.get(
    '/broadcasts/:id/export',
    {
      config: { allows: 'contacts:export' },
      schema: { summary: 'Its messages as a CSV file', params: idParams },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      // Before the first byte: who takes the people's data out is known whatever becomes of the file.
      await inOrganization(api, organizationId, async (client) => {
        await readBroadcast(client, organizationId, id)
        await audit(client, { by: caller, verb: 'export', noun: 'broadcast', id })
      })
      const language = preferredLanguage(request.headers['accept-language'])
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="broadcast-${id}.csv"`)
        .header('cache-control', 'no-store')
        .send(exportMessages(api, organizationId, id, language))
    },
  )

  scope.get(
    '/broadcasts/:id/course',
    {
      config: { allows: 'broadcasts:read' },
      schema: { summary: 'How it stood at instants of its sending', params: idParams, response: { 200: course } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const items = await inOrganization(api, organizationId, async (client) =>
        readCourse(client, organizationId, await readBroadcast(client, organizationId, request.params.id)),
      )
      return { items: items.map(({ at, totals }) => ({ at: at.toISOString(), totals })) }
    },
  )

  scope.get(
    '/broadcasts/:id/failures',
    {
      config: { allows: 'broadcasts:read' },
      schema: { summary: 'Why messages did not arrive, and what to do', params: idParams, response: { 200: failures } },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      await read(caller, request.params.id)
      const language = preferredLanguage(request.headers['accept-language'])
      const found = await inOrganization(api, organizationId, (client) =>
        listFailures(client, organizationId, request.params.id),
      )
      return { items: found.map((failure) => ({ ...failure, ...explainFailure(failure, language) })) }
    },
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
      const { quietHours, at, expected } = request.body ?? {}
      const answer = await inOrganization(api, organizationId, (client) =>
        onceUnderKey(client, organizationId, request, async () => {
          if (at !== undefined) await planFor(client, organizationId, broadcastId, at)
          await confirmBroadcast(client, {
            organizationId,
            broadcastId,
            now: clock.now(),
            mayAlone: caller.may('broadcasts:emergency'),
            undoSeconds: undo ? await undoSeconds(client, organizationId) : 0,
            ...(quietHours && { quietHours }),
            ...(expected && { expected }),
          })
          await audit(client, { by: caller, verb: 'confirm', noun: 'broadcast', id: broadcastId })
          return present(await readBroadcast(client, organizationId, broadcastId))
        }),
      )
      ring(api, 'outbox')
      return answer
    },
  )

  /** A command to one broadcast: answers how it stands afterwards, and tells everyone who looks at it. */
  function command(
    name: string,
    summary: string,
    act: (client: Client, organizationId: number, id: number) => Promise<void>,
  ): void {
    scope.post(
      `/broadcasts/:id/${name}`,
      { config: { allows: 'broadcasts:send' }, schema: { summary, params: idParams, response: { 200: broadcast } } },
      async (request) => answerAfter(callerOf(request), name, request.params.id, act),
    )
  }

  async function answerAfter(
    caller: Caller,
    verb: string,
    id: number,
    act: (client: Client, organizationId: number, id: number) => Promise<void>,
  ) {
    const { organizationId } = caller
    const answer = await inOrganization(api, organizationId, async (client) => {
      await act(client, organizationId, id)
      await audit(client, { by: caller, verb, noun: 'broadcast', id })
      return present(await readBroadcast(client, organizationId, id))
    })
    ring(api, 'outbox')
    ring(api, 'chunks')
    ring(api, 'news', `broadcast ${organizationId} ${id}`)
    return answer
  }

  command('pause', 'Asks to pause it', (client, organizationId, id) =>
    steerBroadcast(client, organizationId, id, 'pause'),
  )
  command('cancel', 'Asks to cancel it', (client, organizationId, id) =>
    steerBroadcast(client, organizationId, id, 'cancel'),
  )
  command('undo', 'Takes the yes back before anything went out', undoBroadcast)
  command('send-now', 'Ends the undo window early', (client, organizationId, id) =>
    sendNow(client, organizationId, id, clock.now()),
  )

  scope.post(
    '/broadcasts/:id/resume',
    {
      config: { allows: 'broadcasts:send' },
      schema: {
        summary: 'Lets a paused one go on',
        params: idParams,
        body: resumption.nullish(),
        response: { 200: broadcast },
      },
    },
    async (request) => {
      const { quietHours } = request.body ?? {}
      return answerAfter(callerOf(request), 'resume', request.params.id, (client, organizationId, id) =>
        resumeBroadcast(client, organizationId, id, { now: clock.now(), ...(quietHours && { quietHours }) }),
      )
    },
  )

  scope.post(
    '/broadcasts/:id/resend',
    {
      config: { allows: 'broadcasts:send' },
      schema: {
        summary: 'Sends again to the failed only, or to those nobody knows the fate of (who may then get it twice)',
        params: idParams,
        body: resendRequest,
        response: { 200: resent },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      const { what, reasons } = request.body
      // Under row-level security first: the engine's role would see another organization's broadcast.
      await inOrganization(api, organizationId, async (client) => {
        await readBroadcast(client, organizationId, id)
        await audit(client, { by: caller, verb: 'resend', noun: 'broadcast', id, details: { what } })
      })
      const count = await resendMessages(engine, {
        organizationId,
        broadcastId: id,
        what,
        now: clock.now(),
        ...(reasons && { reasons }),
      })
      ring(api, 'news', `broadcast ${organizationId} ${id}`)
      return { resent: count }
    },
  )

  async function read({ organizationId }: Caller, id: number) {
    return inOrganization(api, organizationId, async (client) =>
      present(await readBroadcast(client, organizationId, id)),
    )
  }
}

/** For the console: to groups or to pasted numbers, made and counted in one. */
export function composeRoutes(scope: Server, { engine, clock }: Pick<Wiring, 'engine' | 'clock'>): void {
  scope.post(
    '/broadcasts',
    { config: { allows: 'broadcasts:send' }, schema: { body: newBroadcast, response: { 200: preparation } } },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { groups = [], numbers = '', ...content } = request.body
      const prepared = await composeBroadcast(engine, {
        organizationId,
        by: authorOf(caller),
        now: clock.now(),
        content: draftContent.parse({ ...content, audience: { groups, numbers } }),
      })
      return presentPreparation(prepared)
    },
  )
}

/** For integrators and the command line: the body is the list itself, read as it comes. */
export function prepareRoutes(scope: Server, { engine, clock }: Pick<Wiring, 'engine' | 'clock'>): void {
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
      const prepared = await prepareList(engine, {
        organizationId: caller.organizationId,
        by: authorOf(caller),
        now: clock.now(),
        text,
        priority,
        list: { bytes: unbroken(request.body), ...(phoneColumn ? { phoneColumn } : {}) },
        ...(name ? { name } : {}),
        ...(channel ? { channel } : {}),
        ...(sender ? { sender } : {}),
        ...(at ? { sendAt: new Date(at) } : {}),
      })
      return presentPreparation(prepared)
    },
  )
}

/** Who works on it: two keys, or two people, are two authors. */
export function authorOf({ name, actor }: Caller): Author {
  return { name, id: actor }
}

export function presentPreparation(prepared: Prepared) {
  return { ...prepared, cost: { amount: Number(prepared.cost.amount), currency: prepared.cost.currency } }
}

export function present(found: Broadcast) {
  return broadcast.parse({
    ...found,
    cost: { amount: Number(found.cost.amount), currency: found.cost.currency },
  })
}

function cursorNumber(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  const number = Number(cursor)
  if (!Number.isSafeInteger(number)) throw new Problem('invalid-request', { fields: ['cursor'] })
  return number
}

async function planFor(client: Client, organizationId: number, broadcastId: number, at: string): Promise<void> {
  await client.query(
    `UPDATE broadcast SET send_at = $3 WHERE organization_id = $1 AND id = $2 AND state IN ('draft', 'review', 'approved')`,
    [organizationId, broadcastId, at],
  )
}

async function undoSeconds(client: Client, organizationId: number): Promise<number> {
  const { rows } = await client.query<{ undo_seconds: number }>('SELECT undo_seconds FROM organization WHERE id = $1', [
    organizationId,
  ])
  return rows[0]?.undo_seconds ?? 0
}
