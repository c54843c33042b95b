import { done, keyword, keywordList, keywordQuery, savedKeyword } from '@kurenda/contract'
import { callerOf } from '#modules/accounts'
import { inOrganization, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { listKeywords, removeKeyword, saveKeyword } from './keywords.ts'

/** What both APIs offer of keywords. */
export function keywordRoutes(scope: Server, { api }: { api: Pool }): void {
  scope.get(
    '/keywords',
    {
      config: { allows: 'conversations:read' },
      schema: { summary: 'Keywords and what is answered to them', response: { 200: keywordList } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return { items: await inOrganization(api, organizationId, (client) => listKeywords(client, organizationId)) }
    },
  )

  scope.put(
    '/keywords',
    {
      config: { allows: 'settings:manage' },
      schema: { summary: 'Adds a keyword or changes it', body: savedKeyword, response: { 200: keyword } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) => saveKeyword(client, organizationId, request.body))
    },
  )

  scope.delete(
    '/keywords',
    {
      config: { allows: 'settings:manage' },
      schema: { summary: 'Removes a keyword', querystring: keywordQuery, response: { 200: done } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      await inOrganization(api, organizationId, (client) => removeKeyword(client, organizationId, request.query.word))
      return { done: true as const }
    },
  )
}
