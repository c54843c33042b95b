import { measure, type Encoding } from '@kurenda/sms-text'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { compileTexts } from './compile-texts.ts'

export interface Preview {
  position: number
  of: number
  to: string
  language: string
  text: string
  encoding: Encoding
  parts: number
  fields: Record<string, string>
}

interface Row {
  template: string
  translations: Record<string, string>
  columns: string[]
  recipients: number
  main_language: string
  position: number
  to_value: string
  fields: string[]
  language: string | null
}

/**
 * The text of one real person of a prepared broadcast: at a place of the list, or the one with the most parts.
 * @throws Problem not-found; recipient-not-found where the list is not counted yet or is shorter
 */
export async function previewBroadcast(
  client: Client,
  organizationId: number,
  broadcastId: number,
  which: { position: number } | 'longest',
): Promise<Preview> {
  const exists = await client.query('SELECT FROM broadcast WHERE organization_id = $1 AND id = $2', [
    organizationId,
    broadcastId,
  ])
  if (exists.rowCount === 0) throw new Problem('not-found')
  const { rows } = await client.query<Row>(
    `SELECT b.template, b.translations, b.columns, b.recipients, o.language AS main_language, r.position, r.to_value, r.fields, r.language
     FROM broadcast b JOIN organization o ON o.id = b.organization_id
     JOIN broadcast_recipient r ON r.organization_id = b.organization_id AND r.broadcast_id = b.id
     WHERE b.organization_id = $1 AND b.id = $2 AND b.recipients > 0 AND ($3::int IS NULL OR r.position = $3)
     ORDER BY ${which === 'longest' ? 'r.parts DESC, ' : ''}r.position LIMIT 1`,
    [organizationId, broadcastId, which === 'longest' ? null : which.position],
  )
  const found = rows[0]
  if (!found) throw new Problem('recipient-not-found')
  const text = compileTexts(found, found.columns)(found)
  const { encoding, parts } = measure(text)
  const isTranslated = found.language !== null && found.language in found.translations
  return {
    position: found.position,
    of: found.recipients,
    to: found.to_value,
    language: isTranslated && found.language !== null ? found.language : found.main_language,
    text,
    encoding,
    parts,
    fields: Object.fromEntries(found.columns.map((name, i) => [name, found.fields[i] ?? ''])),
  }
}
