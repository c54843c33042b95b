import type { Client } from '#platform/db'
import { readRepresentation } from '../read-representation.ts'
import { readResults } from '../read-results.ts'
import { readSurvey } from '../read-surveys.ts'
import { readTextGroups } from '../read-text-groups.ts'
import { readWaves } from '../read-waves.ts'
import type { Report } from './draw-report.ts'

/** What the report of a survey says now. @throws Problem not-found */
export async function readReport(
  client: Client,
  organizationId: number,
  surveyId: number,
  { language, now }: { language: 'pl' | 'en'; now: Date },
): Promise<Report> {
  const { content } = await readSurvey(client, organizationId, surveyId)
  const { rows } = await client.query<{ office: string; timeZone: string }>(
    'SELECT name AS office, time_zone AS "timeZone" FROM organization WHERE id = $1',
    [organizationId],
  )
  const { office = '', timeZone = 'Europe/Warsaw' } = rows[0] ?? {}
  const texts = []
  for (const { id: question, kind } of content.questions)
    if (kind === 'text') texts.push(await readTextGroups(client, organizationId, surveyId, { question, language }))
  return {
    office,
    language,
    timeZone,
    at: now,
    anonymous: content.anonymous,
    results: await readResults(client, organizationId, surveyId, { language }),
    texts,
    waves: await readWaves(client, organizationId, surveyId, language),
    representation: await readRepresentation(client, organizationId, surveyId, now),
  }
}
