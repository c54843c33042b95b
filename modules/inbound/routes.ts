import { done, keyword, keywordList, keywordQuery, savedKeyword } from '@kurenda/contract'
import { audit, callerOf } from '#modules/accounts'
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
      const caller = callerOf(request)
      const { organizationId } = caller
      return inOrganization(api, organizationId, async (client) => {
        const saved = await saveKeyword(client, organizationId, request.body)
        const { word, template, group } = saved
        await audit(client, {
          by: caller,
          verb: 'save',
          noun: 'keyword',
          id: codeOf(word),
          details: { template, group },
        })
        return saved
      })
    },
  )

  scope.delete(
    '/keywords',
    {
      config: { allows: 'settings:manage' },
      schema: { summary: 'Removes a keyword', querystring: keywordQuery, response: { 200: done } },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      await inOrganization(api, organizationId, async (client) => {
        const word = await removeKeyword(client, organizationId, request.query.word)
        await audit(client, { by: caller, verb: 'remove', noun: 'keyword', id: codeOf(word) })
      })
      return { done: true as const }
    },
  )
}

/** A folded word as the audit takes it: what is neither a Latin letter nor a digit becomes a hyphen. */
function codeOf(word: string): string {
  return word.replace(/[^A-Za-z0-9]/g, '-').slice(0, 64)
}
