import type { Readable } from 'node:stream'
import sql from 'sql-template-tag'
import { csvOf, resolveAudience, type Audience } from '#modules/audience'
import { inOrganization, type Pool } from '#platform/db'
import { linksOf } from './personal-link.ts'

const headings: Record<'pl' | 'en', readonly string[]> = {
  pl: ['telefon', 'imię i nazwisko', 'link'],
  en: ['phone', 'name', 'link'],
}
/** The audience is chosen anew for each batch, so batches are large: most groups are one. */
const atOnce = 20_000

/**
 * Links of their own for everyone of these groups and segments who has a number and has not opted out, as CSV: a list that a broadcast can
 * be sent to, in whose text `{{ link }}` is each person's own. The same person gets the same link again.
 * @throws Problem not-found where the survey, a group or a segment is not there
 */
export async function exportLinks(
  api: Pool,
  organizationId: number,
  surveyId: number,
  { audience, publicUrl, language }: { audience: Audience; publicUrl: string; language: 'pl' | 'en' },
): Promise<Readable> {
  const linkOf = await inOrganization(api, organizationId, (client) =>
    linksOf(client, organizationId, surveyId, publicUrl),
  )
  async function* rows(): AsyncGenerator<readonly string[]> {
    yield headings[language]
    for await (const { id, phone, name } of everyone(api, organizationId, audience))
      // Without the plus sign no cell begins as a formula does; whoever imports the list reads it so.
      yield [phone.replace(/^\+/, ''), name ?? '', linkOf(id)]
  }
  return csvOf(rows())
}

interface Reached {
  id: number
  phone: string
  name: string | null
}

async function* everyone(api: Pool, organizationId: number, audience: Audience): AsyncGenerator<Reached> {
  for (let after = 0; ;) {
    const found = await inOrganization(api, organizationId, async (client) => {
      const { recipients } = await resolveAudience(client, organizationId, audience)
      const { rows } = await client.query<Reached>(
        sql`SELECT r.address_id AS id, r.to_value AS phone, c.name FROM (${recipients}) AS r
          LEFT JOIN contact c ON c.organization_id = ${organizationId} AND c.id = r.contact_id
          WHERE r.address_id > ${after} ORDER BY r.address_id LIMIT ${atOnce}`,
      )
      return rows
    })
    yield* found
    const last = found.at(-1)
    if (last === undefined || found.length < atOnce) return
    after = last.id
  }
}
