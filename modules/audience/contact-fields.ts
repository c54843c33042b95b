import { columnKey } from '@kurenda/sms-text'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

export type FieldType = 'text' | 'number' | 'date' | 'yes_no' | 'choice'

/** A field that the office keeps of its contacts. */
export interface ContactField {
  id: number
  /** Names the value in `contact.fields`, in lists and in templates; stays when the label changes. */
  key: string
  label: string
  type: FieldType
  /** Of a choice: its values. Of yes/no: the word for yes, the word for no. */
  choices: string[]
}

/** Templates offer each field as a variable; more than these nobody reads. */
const mostFields = 200

const columns = 'id, key, label, type, choices'

/** The organization's own fields, in the order in which they were made. */
export async function listContactFields(client: Client, organizationId: number): Promise<ContactField[]> {
  const { rows } = await client.query<ContactField>(
    `SELECT ${columns} FROM contact_field WHERE organization_id = $1 ORDER BY position, id`,
    [organizationId],
  )
  return rows
}

/** @throws Problem `field-exists`, `too-many-fields` */
export async function addContactField(
  client: Client,
  organizationId: number,
  field: { label: string; type: FieldType; choices: readonly string[] },
): Promise<ContactField> {
  // Two that add at the same moment take turns at the organization's row.
  const { rows: towns } = await client.query<{ language: string }>(
    'SELECT language FROM organization WHERE id = $1 FOR KEY SHARE',
    [organizationId],
  )
  const fields = await listContactFields(client, organizationId)
  if (fields.length >= mostFields) throw new Problem('too-many-fields', { limit: mostFields })
  if (fields.some((known) => columnKey(known.key) === columnKey(field.label)))
    throw new Problem('field-exists', { field: field.label })
  const { rows } = await client.query<ContactField>(
    `INSERT INTO contact_field (organization_id, key, label, type, choices, position) VALUES ($1, $2, $2, $3, $4, $5)
     ON CONFLICT (organization_id, key) DO NOTHING RETURNING ${columns}`,
    [organizationId, field.label, field.type, choicesOf(field, towns[0]?.language ?? 'pl'), fields.length],
  )
  if (!rows[0]) throw new Problem('field-exists', { field: field.label })
  return rows[0]
}

const yesAndNo: Record<string, readonly string[]> = { pl: ['tak', 'nie'], en: ['yes', 'no'] }

function choicesOf(field: { type: FieldType; choices: readonly string[] }, language: string): readonly string[] {
  if (field.type === 'choice') return [...new Set(field.choices)]
  if (field.type !== 'yes_no') return []
  const [yes, no] = field.choices
  return yes !== undefined && no !== undefined ? [yes, no] : (yesAndNo[language] ?? yesAndNo['pl'] ?? [])
}

/** Values that a taken-away choice left behind stay as they are. @throws Problem `not-found` */
export async function changeContactField(
  client: Client,
  organizationId: number,
  id: number,
  change: { label?: string | undefined; choices?: readonly string[] | undefined },
): Promise<ContactField> {
  const { rows } = await client.query<ContactField>(
    `UPDATE contact_field SET label = coalesce($3, label),
       choices = CASE WHEN type = 'choice' THEN coalesce($4, choices) ELSE choices END
     WHERE organization_id = $1 AND id = $2 RETURNING ${columns}`,
    [organizationId, id, change.label ?? null, change.choices ?? null],
  )
  if (!rows[0]) throw new Problem('not-found')
  return rows[0]
}

/** The definition goes; values that contacts have stay, as plain text. @throws Problem `not-found` */
export async function removeContactField(client: Client, organizationId: number, id: number): Promise<void> {
  const { rowCount } = await client.query('DELETE FROM contact_field WHERE organization_id = $1 AND id = $2', [
    organizationId,
    id,
  ])
  if (rowCount === 0) throw new Problem('not-found')
}
