import type { TemplateKind, TextLanguage } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { checkText } from './check-text.ts'
import { knownVariables } from './known-variables.ts'

export type Texts = Partial<Record<TextLanguage, string | undefined>>

/**
 * Checks every language and writes them as that version, in the caller's transaction. Nobody's list is known of a broadcast's
 * template: the columns that it is meant for are named with it.
 */
export async function saveTexts(
  client: Client,
  organizationId: number,
  template: { id: number; kind: TemplateKind; columns: readonly string[]; version: number },
  texts: Texts,
  by: { at: Date; author: string | null },
): Promise<void> {
  const known = await knownVariables(client, organizationId, template.kind)
  const written = Object.entries(texts).flatMap(([language, text]) =>
    text === undefined ? [] : [[language, text] as const],
  )
  for (const [, text] of written) checkText(text, [...template.columns, ...known])
  await client.query(
    `INSERT INTO template_version (organization_id, template_id, version, created_at, created_by) VALUES ($1, $2, $3, $4, $5)`,
    [organizationId, template.id, template.version, by.at, by.author],
  )
  await client.query(
    `INSERT INTO template_text (organization_id, template_id, version, language, text)
     SELECT $1, $2, $3, l, x FROM unnest($4::text[], $5::text[]) AS w(l, x)`,
    [
      organizationId,
      template.id,
      template.version,
      written.map(([language]) => language),
      written.map(([, text]) => text),
    ],
  )
}

/** Whether PostgreSQL refused because another template of that kind has the name. */
export function isNameTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'template_name'
}
