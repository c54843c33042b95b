import {
  done,
  newOptOut,
  optOutPage,
  optOutQuery,
  optOutsImported,
  optOutWithdrawal,
  refusalImportQuery,
} from '@kurenda/contract'
import type { Readable } from 'node:stream'
import { audit, callerOf } from '#modules/accounts'
import type { Clock } from '#platform/clock'
import { inOrganization, type Pool } from '#platform/db'
import { unbroken, uploadLimitBytes, type Server } from '#platform/http'
import { importRefusals } from './import-refusals.ts'
import { listRefusals } from './list-refusals.ts'
import { recordRefusal, withdrawRefusal } from './record-refusal.ts'

/** Who wants no more messages, as they told staff. */
export function optOutRoutes(scope: Server, { api, clock }: { api: Pool; clock: Clock }): void {
  scope.get(
    '/opt-outs',
    {
      config: { allows: 'opt-outs:read' },
      schema: {
        summary: 'Addresses that get no broadcasts, newest first',
        querystring: optOutQuery,
        response: { 200: optOutPage },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { refusals, next } = await inOrganization(api, organizationId, (client) =>
        listRefusals(client, organizationId, request.query),
      )
      return { items: refusals.map((refusal) => ({ ...refusal, at: refusal.at.toISOString() })), next }
    },
  )

  scope.post(
    '/opt-outs',
    {
      config: { allows: 'opt-outs:write' },
      schema: { summary: 'Records that an address wants no more messages', body: newOptOut, response: { 201: done } },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const record = { ...request.body, by: caller.name, at: clock.now() }
      await inOrganization(api, organizationId, async (client) => {
        await recordRefusal(client, organizationId, record)
        await audit(client, { by: caller, verb: 'record', noun: 'opt-out' })
      })
      return reply.code(201).send({ done: true as const })
    },
  )

  scope.post(
    '/opt-outs/withdraw',
    {
      config: { allows: 'opt-outs:write' },
      schema: {
        summary: 'Records that an address wants messages again',
        body: optOutWithdrawal,
        response: { 200: done },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const record = { ...request.body, by: caller.name, at: clock.now() }
      await inOrganization(api, organizationId, async (client) => {
        await withdrawRefusal(client, organizationId, record)
        await audit(client, { by: caller, verb: 'withdraw', noun: 'opt-out' })
      })
      return { done: true as const }
    },
  )
}

/** The body is the list itself, CSV or XLSX, read as it comes. */
export function optOutImportRoutes(scope: Server, { engine, clock }: { engine: Pool; clock: Clock }): void {
  scope.post<{ Body: Readable }>(
    '/opt-outs/import',
    {
      config: { allows: 'contacts:import' },
      bodyLimit: uploadLimitBytes,
      schema: {
        summary: 'Reads numbers that want no more messages from a list (the body, CSV or XLSX)',
        querystring: refusalImportQuery,
        response: { 200: optOutsImported },
      },
    },
    async (request) => {
      const { phoneColumn } = refusalImportQuery.parse(request.query)
      const { organizationId, name } = callerOf(request)
      return importRefusals(engine, {
        organizationId,
        bytes: unbroken(request.body),
        phoneColumn,
        by: name,
        at: clock.now(),
      })
    },
  )
}
