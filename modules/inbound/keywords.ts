import { fold } from '@kurenda/sms-text'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/** A keyword as the office keeps it. */
export interface KeptKeyword {
  /** Folded. */
  word: string
  /** The same for everyone; with a template, what is answered where that cannot be rendered. */
  answer: string
  /** Answers in the person's language. */
  template: number | null
  /** Who writes it joins this group. */
  group: number | null
}

/** All keywords of the organization, by word (any role). Those of groups stand with their groups. */
export async function listKeywords(client: Client, organizationId: number): Promise<KeptKeyword[]> {
  const { rows } = await client.query<KeptKeyword>(
    `SELECT word, answer, template_id AS template, group_id AS "group" FROM keyword WHERE organization_id = $1 ORDER BY word`,
    [organizationId],
  )
  return rows
}

/**
 * Adds a keyword or changes it; case, Polish letters and dots do not matter (api role, in the caller's transaction).
 * @throws Problem `text-empty` for a word without letters, `template-not-found`, `group-not-found`
 */
export async function saveKeyword(client: Client, organizationId: number, keyword: KeptKeyword): Promise<KeptKeyword> {
  const word = fold(keyword.word)
  if (word === '') throw new Problem('text-empty')
  const { template, group, answer } = keyword
  if (template !== null) {
    const { rowCount } = await client.query(
      `SELECT FROM template WHERE organization_id = $1 AND id = $2 AND kind = 'keyword' AND archived_at IS NULL`,
      [organizationId, template],
    )
    if (rowCount === 0) throw new Problem('template-not-found')
  }
  if (group !== null) {
    const { rowCount } = await client.query('SELECT FROM contact_group WHERE organization_id = $1 AND id = $2', [
      organizationId,
      group,
    ])
    if (rowCount === 0) throw new Problem('group-not-found')
  }
  await client.query(
    `INSERT INTO keyword (organization_id, word, answer, template_id, group_id) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (organization_id, word) DO UPDATE SET answer = excluded.answer, template_id = excluded.template_id, group_id = excluded.group_id`,
    [organizationId, word, answer, template, group],
  )
  return { word, answer, template, group }
}

/** Texts that begin with it go on to the inbox (api role). Returns it folded. @throws Problem `not-found` */
export async function removeKeyword(client: Client, organizationId: number, given: string): Promise<string> {
  const word = fold(given)
  const { rowCount } = await client.query('DELETE FROM keyword WHERE organization_id = $1 AND word = $2', [
    organizationId,
    word,
  ])
  if (rowCount === 0) throw new Problem('not-found')
  return word
}
