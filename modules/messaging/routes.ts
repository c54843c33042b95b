import { acceptedMessages, message, messageParams, newMessages } from '@kurenda/contract'
import { callerOf } from '#modules/accounts'
import { inOrganization, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Server } from '#platform/http'
import { preferredLanguage, type Language } from '#platform/i18n'
import type { Intake, Taken } from './intake.ts'
import { explainFailure } from './explain-failure.ts'
import { readMessage, type Message } from './read-messages.ts'

/** Single messages of integrators. */
export function messageRoutes(scope: Server, { api, intake }: { api: Pool; intake: Intake }): void {
  scope.post(
    '/messages',
    {
      config: { allows: 'broadcasts:send' },
      schema: {
        summary: 'Sends one message, or up to 500 under `messages`; 202 once they are stored for good',
        body: newMessages,
        response: { 202: acceptedMessages },
      },
    },
    async (request, reply) => {
      const { organizationId } = callerOf(request)
      const { body } = request
      const isBatch = 'messages' in body
      const key = request.headers['idempotency-key']
      const taken = await intake.take({
        organizationId,
        messages: isBatch ? body.messages : [body],
        ...(typeof key === 'string' && key !== '' && { key: key.slice(0, 200) }),
      })
      if (isBatch) {
        const language = preferredLanguage(request.headers['accept-language'])
        const messages = taken.map((one) => presentTaken(one, language))
        const refused = taken.filter((one) => 'code' in one).length
        return reply.code(202).send({ accepted: taken.length - refused, refused, messages })
      }
      const [one] = taken
      if (!one) throw new Error('nothing was answered')
      if ('code' in one) throw new Problem(one.code, one.params)
      return reply.code(202).send(one)
    },
  )

  scope.get(
    '/messages/:id',
    {
      config: { allows: 'broadcasts:read' },
      schema: { summary: 'How a message stands', params: messageParams, response: { 200: message } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const found = await inOrganization(api, organizationId, (client) =>
        readMessage(client, organizationId, request.params.id),
      )
      return presentMessage(found, preferredLanguage(request.headers['accept-language']))
    },
  )
}

function presentTaken(one: Taken, language: Language) {
  if (!('code' in one)) return one
  return { to: one.to, code: one.code, detail: new Problem(one.code, one.params).words(language) }
}

export function presentMessage(found: Message, language: Language) {
  return {
    ...found,
    explanation: explain(found, language),
    submittedAt: found.submittedAt?.toISOString() ?? null,
    settledAt: found.settledAt?.toISOString() ?? null,
  }
}

function explain({ state, reason }: Message, language: Language): string | null {
  if (state !== 'failed' && state !== 'expired' && state !== 'uncertain') return null
  return explainFailure({ state, reason: reason ?? '' }, language).explanation
}
