import {
  dialogue,
  dialogueHook,
  dialogueHookList,
  dialoguePage,
  done,
  idParams,
  newDialogue,
  pageQuery,
  savedDialogue,
  savedDialogueHook,
} from '@kurenda/contract'
import type { z } from 'zod'
import { audit, callerOf } from '#modules/accounts'
import type { Clock } from '#platform/clock'
import { inOrganization, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { type Server } from '#platform/http'
import { onceUnderKey } from '#platform/idempotency'
import type { Seal } from '#platform/seal'
import { outside } from './call-hook.ts'
import { checkHookAddress, listHooks, removeHook, saveHook } from './hooks.ts'
import { moveDialogue } from './open-dialogue.ts'
import { listDialogues, readDialogue, type StoredDialogue } from './read-dialogues.ts'
import { createDialogue, saveDialogue, type DialogueToSave } from './save-dialogue.ts'

/** What both APIs offer of dialogues. */
export function dialogueRoutes(scope: Server, { api, clock, seal }: { api: Pool; clock: Clock; seal: Seal }): void {
  const read = (client: Client, organizationId: number, id: number) =>
    readDialogue(client, organizationId, id, 'dialogue').then(present)

  scope.get(
    '/dialogues',
    {
      config: { allows: 'surveys:read' },
      schema: { summary: 'Dialogues, the newest first', querystring: pageQuery, response: { 200: dialoguePage } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { cursor, limit } = request.query
      const before = cursor === undefined ? undefined : Number(cursor)
      if (before !== undefined && !Number.isSafeInteger(before))
        throw new Problem('invalid-request', { fields: ['cursor'] })
      const found = await inOrganization(api, organizationId, (client) =>
        listDialogues(client, organizationId, { kind: 'dialogue', before, limit: limit + 1 }),
      )
      const items = found.slice(0, limit)
      return { items: items.map(present), next: found.length > limit ? String(items.at(-1)?.id) : null }
    },
  )

  scope.post(
    '/dialogues',
    {
      config: { allows: 'surveys:manage' },
      schema: { summary: 'A new dialogue, a draft', body: newDialogue, response: { 201: dialogue } },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { organizationId, name: by } = caller
      const made = await inOrganization(api, organizationId, (client) =>
        onceUnderKey(client, organizationId, request, async () => {
          const save = { organizationId, dialogue: toSave(request.body), by, now: clock.now() }
          const id = await createDialogue(client, save)
          await audit(client, { by: caller, verb: 'add', noun: 'dialogue', id })
          return read(client, organizationId, id)
        }),
      )
      return reply.code(201).send(made)
    },
  )

  scope.get(
    '/dialogues/:id',
    {
      config: { allows: 'surveys:read' },
      schema: { summary: 'One dialogue', params: idParams, response: { 200: dialogue } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) => read(client, organizationId, request.params.id))
    },
  )

  scope.put(
    '/dialogues/:id',
    {
      config: { allows: 'surveys:manage' },
      schema: {
        summary: 'Saves over the version that was read; one in between is 409',
        params: idParams,
        body: savedDialogue,
        response: { 200: dialogue },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId, name: by } = caller
      const { id } = request.params
      return inOrganization(api, organizationId, async (client) => {
        const save = { organizationId, dialogue: toSave(request.body.dialogue), by, now: clock.now() }
        const version = await saveDialogue(client, id, request.body.version, save)
        await audit(client, { by: caller, verb: 'change', noun: 'dialogue', id, details: { version } })
        return read(client, organizationId, id)
      })
    },
  )

  for (const { move, summary } of [
    { move: 'open', summary: 'From now on it speaks with people' },
    { move: 'close', summary: 'It speaks with nobody any more' },
  ] as const)
    scope.post(
      `/dialogues/:id/${move}`,
      {
        config: { allows: 'surveys:manage' },
        schema: { summary, params: idParams, response: { 200: dialogue } },
      },
      async (request) => {
        const caller = callerOf(request)
        const { organizationId } = caller
        const { id } = request.params
        return inOrganization(api, organizationId, async (client) => {
          await readDialogue(client, organizationId, id, 'dialogue')
          await moveDialogue(client, organizationId, id, move, clock.now())
          await audit(client, { by: caller, verb: move, noun: 'dialogue', id })
          return read(client, organizationId, id)
        })
      },
    )

  scope.get(
    '/dialogue-hooks',
    {
      config: { allows: 'settings:manage' },
      schema: { summary: 'Where dialogues may ask outside', response: { 200: dialogueHookList } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return { items: await inOrganization(api, organizationId, (client) => listHooks(client, organizationId)) }
    },
  )

  scope.put(
    '/dialogue-hooks',
    {
      config: { allows: 'settings:manage' },
      schema: {
        summary: 'Adds a webhook, or changes the one of that name; its secret is told this once',
        body: dialogueHook,
        response: { 200: savedDialogueHook },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      await checkHookAddress(request.body.url, outside)
      return inOrganization(api, organizationId, async (client) => {
        const saved = await saveHook(client, seal, organizationId, request.body)
        await audit(client, { by: caller, verb: 'save', noun: 'dialogue-hook', id: saved.id })
        return saved
      })
    },
  )

  scope.delete(
    '/dialogue-hooks/:id',
    {
      config: { allows: 'settings:manage' },
      schema: { summary: 'Removes a webhook', params: idParams, response: { 200: done } },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      await inOrganization(api, organizationId, async (client) => {
        await removeHook(client, organizationId, id)
        await audit(client, { by: caller, verb: 'remove', noun: 'dialogue-hook', id })
      })
      return { done: true as const }
    },
  )
}

function toSave({ closesAt, ...one }: z.output<typeof newDialogue>): DialogueToSave {
  return { ...one, kind: 'dialogue', anonymous: false, closesAt: closesAt === null ? null : new Date(closesAt) }
}

function present({ closesAt, closedAt, savedAt, ...one }: StoredDialogue) {
  return {
    ...one,
    closesAt: closesAt?.toISOString() ?? null,
    closedAt: closedAt?.toISOString() ?? null,
    savedAt: savedAt.toISOString(),
  }
}
