import { surveyContent, type SurveyContent } from '@kurenda/contract'
import type { Client } from '#platform/db'

/** Contents of versions, which never change. */
const read = new Map<string, SurveyContent>()
const mostKept = 300

/** What these versions were compiled from, by `id version` (any role). */
export async function readContents(
  client: Pick<Client, 'query'>,
  organizationId: number,
  wanted: readonly { id: number; version: number }[],
): Promise<Map<string, SurveyContent>> {
  const found = new Map<string, SurveyContent>()
  const missing = wanted.filter(({ id, version }) => {
    const known = read.get(`${organizationId} ${id} ${version}`)
    if (known) found.set(`${id} ${version}`, known)
    return !known
  })
  if (missing.length === 0) return found
  const { rows } = await client.query<{ id: number; version: number; source: unknown }>(
    `SELECT v.dialogue_id AS id, v.version, v.source FROM dialogue_version v
     WHERE v.organization_id = $1 AND (v.dialogue_id, v.version) IN (SELECT * FROM unnest($2::bigint[], $3::int[]))`,
    [organizationId, missing.map((one) => one.id), missing.map((one) => one.version)],
  )
  for (const { id, version, source } of rows) {
    const content = surveyContent.parse(source)
    if (read.size >= mostKept) read.clear()
    read.set(`${organizationId} ${id} ${version}`, content)
    found.set(`${id} ${version}`, content)
  }
  return found
}
