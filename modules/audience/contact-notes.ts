import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { accessContact } from './access-contact.ts'

/** What a member of staff wrote down about a contact; no resident ever sees it. */
export interface ContactNote {
  id: number
  text: string
  author: string
  at: Date
}

const mostNotes = 500

/** Newest first, at most 500. @throws Problem `not-found` */
export async function listNotes(client: Client, organizationId: number, contactId: number): Promise<ContactNote[]> {
  await accessContact(client, organizationId, contactId)
  const { rows } = await client.query<ContactNote>(
    `SELECT id, text, author, at FROM contact_note WHERE organization_id = $1 AND contact_id = $2 ORDER BY id DESC LIMIT $3`,
    [organizationId, contactId, mostNotes],
  )
  return rows
}

/** @throws Problem `not-found` where the contact is not there, or in trash */
export async function addNote(
  client: Client,
  organizationId: number,
  contactId: number,
  note: { text: string; author: string; at: Date },
): Promise<ContactNote> {
  const { rows } = await client.query<ContactNote>(
    `INSERT INTO contact_note (organization_id, contact_id, text, author, at)
     SELECT $1, id, $3, $4, $5 FROM contact WHERE organization_id = $1 AND id = $2 AND trashed_at IS NULL
     RETURNING id, text, author, at`,
    [organizationId, contactId, note.text, note.author, note.at],
  )
  if (!rows[0]) throw new Problem('not-found')
  return rows[0]
}

/** @throws Problem `not-found` */
export async function removeNote(client: Client, organizationId: number, id: number): Promise<void> {
  const { rowCount } = await client.query('DELETE FROM contact_note WHERE organization_id = $1 AND id = $2', [
    organizationId,
    id,
  ])
  if (rowCount === 0) throw new Problem('not-found')
}
