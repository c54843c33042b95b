import type { Moment } from '@kurenda/contract'
import { accessContact } from '#modules/audience'
import { stateName } from '#modules/messaging'
import type { Client } from '#platform/db'

interface Row {
  at: Date
  micros: string
  rank: number
  id: number
  what: Moment
  state: number | null
  text: string | null
}

/**
 * What happened between the office and a contact, the latest first: texts, answers, notes, consents, groups, merges.
 * @param options.cursor `next` of the page before; one that is none begins at the latest
 * @throws Problem `not-found`
 */
export async function readTimeline(
  client: Client,
  organizationId: number,
  contactId: number,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: Moment[]; next: string | null }> {
  await accessContact(client, organizationId, contactId)
  const [, micros, rank, id] = /^(-?\d{1,17})\.(\d)\.(\d{1,18})$/.exec(cursor ?? '') ?? []
  const { rows } = await client.query<Row>(
    `WITH own AS (
       SELECT a.id, a.value FROM contact_address ca JOIN address a ON a.organization_id = ca.organization_id AND a.id = ca.address_id
       WHERE ca.organization_id = $1 AND ca.contact_id = $2),
     past AS (${sources.join(' UNION ALL ')})
     SELECT p.at, (extract(epoch FROM p.at) * 1000000)::bigint::text AS micros, p.rank, p.id, p.what, p.state,
       -- The texts of a page only: each is in another partition.
       (SELECT b.text FROM message_body b WHERE p.rank = 8 AND b.organization_id = $1 AND b.sent_on = p.sent_on AND b.id = p.id) AS text
     FROM past p
     WHERE $3::bigint IS NULL
        OR (p.at, p.rank, p.id) < ('epoch'::timestamptz + $3 * interval '1 microsecond', $4::int, $5::bigint)
     ORDER BY p.at DESC, p.rank DESC, p.id DESC LIMIT $6`,
    [organizationId, contactId, micros ?? null, rank ?? null, id ?? null, limit + 1],
  )
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(present),
    next: last && rows.length > limit ? `${last.micros}.${last.rank}.${last.id}` : null,
  }
}

function present({ at, what, state, text }: Row): Moment {
  const told = { ...what, at: at.toISOString() }
  if (told.is === 'message' && state !== null) return { ...told, state: stateName(state), text: text ?? '' }
  return told
}

/** Each gives when, its rank among what happened in one instant, its number, and what it was. */
const sources = [
  // An answer to a conversation stands there.
  `SELECT coalesce(m.submitted_at, m.settled_at, b.started_at, m.sent_on::timestamptz) AS at, 8 AS rank, m.id, m.sent_on, m.state,
     jsonb_build_object('is', 'message', 'to', own.value, 'broadcast',
       CASE WHEN b.id IS NOT NULL THEN jsonb_build_object('id', b.id, 'name', b.name) END) AS what
   FROM own JOIN message m ON m.organization_id = $1 AND m.address_id = own.id
   LEFT JOIN broadcast b ON b.organization_id = $1 AND b.id = m.broadcast_id
   WHERE NOT EXISTS (SELECT FROM conversation_entry e WHERE e.organization_id = $1 AND e.message_id = m.id)`,
  `SELECT e.at, 7, e.id, NULL::date, NULL::smallint, jsonb_build_object('is', 'entry', 'direction', e.direction, 'text', e.text,
     'by', e.author, 'conversation', e.conversation_id)
   FROM own JOIN conversation c ON c.organization_id = $1 AND c.address_id = own.id
   JOIN conversation_entry e ON e.organization_id = $1 AND e.conversation_id = c.id`,
  `SELECT e.at, 6, e.id, NULL, NULL, jsonb_build_object('is', 'consent', 'what', e.what, 'address', own.value, 'words', e.words,
     'source', e.source, 'by', e.by)
   FROM own JOIN consent_event e ON e.organization_id = $1 AND e.address_id = own.id`,
  `SELECT n.at, 5, n.id, NULL, NULL, jsonb_build_object('is', 'note', 'id', n.id, 'text', n.text, 'by', n.author)
   FROM contact_note n WHERE n.organization_id = $1 AND n.contact_id = $2`,
  `SELECT m.at, 4, m.id, NULL, NULL, jsonb_build_object('is', 'merge', 'merge', m.id, 'name', o.name, 'by', m.by,
     'undoable', k.version = m.kept_version)
   FROM contact_merge m JOIN contact o ON o.organization_id = $1 AND o.id = m.merged_id
   JOIN contact k ON k.organization_id = $1 AND k.id = m.kept_id
   WHERE m.organization_id = $1 AND m.kept_id = $2 AND m.undone_at IS NULL`,
  `SELECT c.trashed_at, 3, c.id, NULL, NULL, jsonb_build_object('is', 'trash')
   FROM contact c WHERE c.organization_id = $1 AND c.id = $2 AND c.trashed_at IS NOT NULL`,
  `SELECT g.added_at, 2, g.group_id, NULL, NULL, jsonb_build_object('is', 'group', 'group', jsonb_build_object('id', g.group_id, 'name', n.name))
   FROM group_member g JOIN contact_group n ON n.organization_id = $1 AND n.id = g.group_id
   WHERE g.organization_id = $1 AND g.contact_id = $2`,
  `SELECT c.created_at, 1, c.id, NULL, NULL, jsonb_build_object('is', 'created', 'import', c.import_id)
   FROM contact c WHERE c.organization_id = $1 AND c.id = $2`,
]
