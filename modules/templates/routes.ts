import {
  done,
  idParams,
  newTemplate,
  newTemplateVersion,
  renderedTemplate,
  renderQuery,
  template,
  templatePage,
  templateQuery,
  variableList,
  variableQuery,
} from '@kurenda/contract'
import { audit, callerOf } from '#modules/accounts'
import type { Clock } from '#platform/clock'
import { inOrganization, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { type Server } from '#platform/http'
import { onceUnderKey } from '#platform/idempotency'
import { addVersion } from './add-version.ts'
import { archiveTemplate } from './archive-template.ts'
import { createTemplate } from './create-template.ts'
import { knownVariables } from './known-variables.ts'
import { listTemplates } from './list-templates.ts'
import { readTemplate, type StoredTemplate } from './read-template.ts'
import { renderFor } from './render-for.ts'

/** What both APIs offer of templates. */
export function templateRoutes(scope: Server, { api, clock }: { api: Pool; clock: Clock }): void {
  scope.get(
    '/templates',
    {
      config: { allows: 'conversations:read' },
      schema: { summary: 'Templates, the newest first', querystring: templateQuery, response: { 200: templatePage } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { kind, archived, cursor, limit } = request.query
      const before = cursor === undefined ? undefined : Number(cursor)
      if (before !== undefined && !Number.isSafeInteger(before))
        throw new Problem('invalid-request', { fields: ['cursor'] })
      const found = await inOrganization(api, organizationId, (client) =>
        listTemplates(client, organizationId, { kind, archived: archived === 'true', before, limit: limit + 1 }),
      )
      const items = found.slice(0, limit)
      return { items: items.map(present), next: found.length > limit ? String(items.at(-1)?.id) : null }
    },
  )

  scope.get(
    '/templates/variables',
    {
      config: { allows: 'conversations:read' },
      schema: {
        summary: 'What a template of a kind may name',
        querystring: variableQuery,
        response: { 200: variableList },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { kind } = request.query
      return { items: await inOrganization(api, organizationId, (c) => knownVariables(c, organizationId, kind)) }
    },
  )

  scope.get(
    '/templates/:id',
    {
      config: { allows: 'conversations:read' },
      schema: { summary: 'One template', params: idParams, response: { 200: template } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return present(
        await inOrganization(api, organizationId, (c) => readTemplate(c, organizationId, request.params.id)),
      )
    },
  )

  scope.get(
    '/templates/:id/rendered',
    {
      config: { allows: 'conversations:read' },
      schema: {
        summary: 'How it reads for a person',
        params: idParams,
        querystring: renderQuery,
        response: { 200: renderedTemplate },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (c) => renderFor(c, organizationId, request.params.id, request.query))
    },
  )

  scope.post(
    '/templates',
    {
      config: { allows: 'templates:manage' },
      schema: { summary: 'Keeps a text for later use', body: newTemplate, response: { 200: template } },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId, name: author } = caller
      const made = { ...request.body, author, at: clock.now() }
      return inOrganization(api, organizationId, (client) =>
        onceUnderKey(client, organizationId, request, async () => {
          const template = await createTemplate(client, organizationId, made)
          await audit(client, { by: caller, verb: 'add', noun: 'template', id: template.id })
          return present(template)
        }),
      )
    },
  )

  scope.post(
    '/templates/:id/versions',
    {
      config: { allows: 'templates:manage' },
      schema: {
        summary: 'The next version of a template',
        params: idParams,
        body: newTemplateVersion,
        response: { 200: template },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId, name: author } = caller
      const { id } = request.params
      const next = { ...request.body, author, at: clock.now() }
      return inOrganization(api, organizationId, (client) =>
        onceUnderKey(client, organizationId, request, async () => {
          const template = await addVersion(client, organizationId, id, next)
          const { version } = template
          await audit(client, { by: caller, verb: 'change', noun: 'template', id, details: { version } })
          return present(template)
        }),
      )
    },
  )

  scope.post(
    '/templates/:id/archive',
    {
      config: { allows: 'templates:manage' },
      schema: { summary: 'Takes a template out of use', params: idParams, response: { 200: done } },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      await inOrganization(api, organizationId, async (client) => {
        await archiveTemplate(client, organizationId, id, clock.now())
        await audit(client, { by: caller, verb: 'archive', noun: 'template', id })
      })
      return { done: true as const }
    },
  )
}

function present(found: StoredTemplate) {
  return {
    ...found,
    createdAt: found.createdAt.toISOString(),
    archivedAt: found.archivedAt?.toISOString() ?? null,
  }
}
