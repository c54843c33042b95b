import type { SurveyContent } from '@kurenda/contract'
import { readBrand, type Brand } from '#modules/accounts'
import { inOrganization, type Pool } from '#platform/db'
import { inLanguage } from '../question-results.ts'
import { thanks } from '../preset-words.ts'
import type { Language } from '@kurenda/dialogue'

/** What a page says of the survey that it belongs to. */
export interface Found {
  organizationId: number
  id: number
  token: string
  office: string
  brand: Brand
  /** To which texts are sent; null where no channel has a number. */
  number: string | null
  resultsPublic: boolean
  /** Signs people's own links, and the mark of a browser that has answered. */
  secret: Buffer
  content: SurveyContent
}

/** The survey that a token names, whatever organization it is of. */
export async function findSurvey(api: Pool, token: string): Promise<Omit<Found, 'token' | 'content'> | undefined> {
  const { rows } = await api.query<{ organization_id: number; id: number }>(
    'SELECT organization_id, id FROM find_survey($1)',
    [token],
  )
  const found = rows[0]
  if (!found) return undefined
  const { organization_id: organizationId, id } = found
  return inOrganization(api, organizationId, async (client) => {
    const about = await client.query<{ office: string; number: string | null; resultsPublic: boolean; secret: Buffer }>(
      `SELECT o.name AS office, s.results_public AS "resultsPublic", s.secret,
         (SELECT c.sender FROM channel c WHERE c.organization_id = o.id AND c.enabled AND c.sender ~ '^\\+?\\d{3,15}$' ORDER BY c.id LIMIT 1) AS number
       FROM survey s JOIN organization o ON o.id = s.organization_id WHERE s.organization_id = $1 AND s.id = $2`,
      [organizationId, id],
    )
    const brand = await readBrand(client, organizationId)
    return about.rows[0] && { organizationId, id, brand, ...about.rows[0] }
  })
}

/** What is said at the end. */
export function thanksOf(content: SurveyContent, language: Language): string {
  const own = content.thanks && inLanguage(content.thanks, language, content)
  return own ? own : thanks[language]
}
