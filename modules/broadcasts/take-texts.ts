import type { DraftContent } from '@kurenda/contract'
import { openingTexts, parseDefinition, readDialogue } from '#modules/dialogues'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { takeTemplate } from './take-template.ts'

export interface Taken {
  content: DraftContent
  /** The dialogue whose first question the text is. */
  question: { dialogueId: number; version: number } | null
}

/**
 * A draft's content with the texts of its survey, else of its template. A survey's first question is always the text: whoever changes it,
 * changes it there. Its number is that of its dialogue.
 * @throws Problem template-not-found, survey-not-open, survey-languages
 */
export async function takeTexts(
  client: Pick<Client, 'query'>,
  organizationId: number,
  content: DraftContent,
): Promise<Taken> {
  if (content.survey === undefined)
    return { content: await takeTemplate(client, organizationId, content), question: null }
  const found = await readDialogue(client, organizationId, content.survey, 'survey').catch((error: unknown) => {
    throw error instanceof Problem && error.code === 'not-found' ? new Problem('survey-not-open') : error
  })
  if (found.state !== 'open') throw new Problem('survey-not-open')
  const { rows } = await client.query<{ language: string }>('SELECT language FROM organization WHERE id = $1', [
    organizationId,
  ])
  const texts = openingTexts(parseDefinition(found.definition)) ?? {}
  const { [rows[0]?.language as 'pl']: text, ...translations } = texts
  if (text === undefined) throw new Problem('survey-languages')
  const { template: _template, ...own } = content
  return {
    content: { ...own, text, translations, replies: 'two_way' },
    question: { dialogueId: found.id, version: found.version },
  }
}
