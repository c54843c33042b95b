import { budget, budgetList, done, idParams, newSeries, sendingRules, series, seriesList } from '@kurenda/contract'
import { audit, callerOf } from '#modules/accounts'
import { inOrganization } from '#platform/db'
import type { Server } from '#platform/http'
import { listBudgets, setBudget } from './budgets.ts'
import { authorOf, type Wiring } from './routes.ts'
import { changeSendingRules, readSendingRules } from './sending-rules.ts'
import { listSeries, startSeries, steerSeries, type Series, type SeriesSteering } from './series.ts'

/** What goes out again and again, what it may cost, and by which rules. */
export function planningRoutes(scope: Server, { api, clock }: Pick<Wiring, 'api' | 'clock'>): void {
  scope.get(
    '/series',
    {
      config: { allows: 'broadcasts:read' },
      schema: { summary: 'Recurring broadcasts, the newest first', response: { 200: seriesList } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const found = await inOrganization(api, organizationId, (client) => listSeries(client, organizationId))
      return { items: found.map(presentSeries) }
    },
  )

  scope.post(
    '/series',
    {
      config: { allows: 'broadcasts:send' },
      schema: { summary: 'Makes a series of a counted draft', body: newSeries, response: { 201: series } },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const made = await inOrganization(api, organizationId, async (client) => {
        const { draft, rule } = request.body
        const id = await startSeries(client, {
          organizationId,
          draftId: draft,
          rule,
          by: authorOf(caller),
          now: clock.now(),
        })
        await audit(client, { by: caller, verb: 'start', noun: 'series', id })
        return (await listSeries(client, organizationId)).find((one) => one.id === id)
      })
      if (!made) throw new Error('the series was not made')
      return reply.code(201).send(presentSeries(made))
    },
  )

  for (const steering of ['pause', 'resume', 'end'] as const satisfies SeriesSteering[])
    scope.post(
      `/series/:id/${steering}`,
      {
        config: { allows: 'broadcasts:send' },
        schema: { summary: `Asks to ${steering} it`, params: idParams, response: { 200: done } },
      },
      async (request) => {
        const caller = callerOf(request)
        const { organizationId } = caller
        const { id } = request.params
        await inOrganization(api, organizationId, async (client) => {
          await steerSeries(client, organizationId, id, steering, clock.now())
          await audit(client, { by: caller, verb: steering, noun: 'series', id })
        })
        return { done: true as const }
      },
    )

  scope.get(
    '/budgets',
    {
      config: { allows: 'broadcasts:read' },
      schema: { summary: 'What months may cost and what is spent', response: { 200: budgetList } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const found = await inOrganization(api, organizationId, (client) => listBudgets(client, organizationId))
      return { items: found.map((one) => ({ ...one, amount: one.amount / 10_000, spent: one.spent / 10_000 })) }
    },
  )

  scope.put(
    '/budgets',
    {
      config: { allows: 'settings:manage' },
      schema: { summary: 'Sets what a month may cost', body: budget, response: { 200: done } },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { amount, ...of } = request.body
      await inOrganization(api, organizationId, async (client) => {
        await setBudget(client, organizationId, { ...of, amount: Math.round(amount * 10_000) })
        await audit(client, { by: caller, verb: 'set', noun: 'budget', id: of.month, details: { unit: of.unit } })
      })
      return { done: true as const }
    },
  )

  scope.get(
    '/sending-rules',
    {
      config: { allows: 'broadcasts:read' },
      schema: { summary: 'Quiet hours, undo window, approval', response: { 200: sendingRules } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) => readSendingRules(client, organizationId))
    },
  )

  scope.put(
    '/sending-rules',
    {
      config: { allows: 'settings:manage' },
      schema: { summary: 'Changes them', body: sendingRules, response: { 200: sendingRules } },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      return inOrganization(api, organizationId, async (client) => {
        await changeSendingRules(client, organizationId, request.body)
        const { undoSeconds, approvalFrom } = request.body
        await audit(client, {
          by: caller,
          verb: 'change',
          noun: 'sending-rules',
          details: { undoSeconds, approvalFrom },
        })
        return readSendingRules(client, organizationId)
      })
    },
  )
}

function presentSeries(found: Series) {
  return { ...found, nextAt: found.nextAt?.toISOString() ?? null }
}
