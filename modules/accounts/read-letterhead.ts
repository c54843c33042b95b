import type { Client } from '#platform/db'
import type { Language } from '#platform/i18n'

/** Who writes, and in what language and time. */
export interface Letterhead {
  organization: string
  language: Language
  timeZone: string
}

export async function readLetterhead(client: Client, organizationId: number): Promise<Letterhead> {
  const { rows } = await client.query<{ name: string; language: string; time_zone: string }>(
    'SELECT name, language, time_zone FROM organization WHERE id = $1',
    [organizationId],
  )
  const found = rows[0]
  if (!found) throw new Error('There is no such organization.')
  return { organization: found.name, language: found.language === 'en' ? 'en' : 'pl', timeZone: found.time_zone }
}
