import type { DraftContent } from '@kurenda/contract'
import { readTemplate, type StoredTemplate } from '#modules/templates'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/**
 * A draft's content with the texts of its template where it has none of its own, and with the template's version, so that one can
 * tell later what was sent. The organization's language becomes the text, the others its translations.
 * @throws Problem template-not-found for one that is not for broadcasts, or is archived and not used yet
 */
export async function takeTemplate(
  client: Pick<Client, 'query'>,
  organizationId: number,
  content: DraftContent,
): Promise<DraftContent> {
  if (!content.template) return content
  const found = await find(client, organizationId, content.template)
  const template = { id: found.id, version: found.version }
  if (content.text !== '') return { ...content, template }
  if (found.archivedAt) throw new Problem('template-not-found')
  const { rows } = await client.query<{ language: string }>('SELECT language FROM organization WHERE id = $1', [
    organizationId,
  ])
  const texts = Object.entries(found.texts)
  const [language, text] = texts.find(([one]) => one === rows[0]?.language) ?? texts[0] ?? ['', '']
  const others = Object.fromEntries(texts.filter(([one]) => one !== language))
  return { ...content, template, text, translations: { ...others, ...content.translations } }
}

async function find(
  client: Pick<Client, 'query'>,
  organizationId: number,
  { id, version }: NonNullable<DraftContent['template']>,
): Promise<StoredTemplate> {
  const found = await readTemplate(client, organizationId, id, version).catch((error: unknown) => {
    throw error instanceof Problem && error.code === 'not-found' ? new Problem('template-not-found') : error
  })
  if (found.kind !== 'broadcast') throw new Problem('template-not-found')
  return found
}
