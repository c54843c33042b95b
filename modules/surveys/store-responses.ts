import type { Value } from '@kurenda/dialogue'
import type { Client } from '#platform/db'

export interface Response {
  surveyId: number
  id: number
  version: number
  channel: string
  language: string
  addressId: number | null
  broadcastId: number | null
  aspects: (readonly [string, string])[]
  startedAt: Date
  answeredAt: Date
  /** Null while it goes on. */
  ending: string | null
  enteredBy: string | null
  answers: Record<string, Value | null>
  /** Words that are new. */
  texts: { question: string; text: string }[]
  isAnonymous: boolean
  /** There was no room for it. */
  isGone: boolean
}

/** What one response was before its latest answers. */
export interface Change {
  /** What was answered before. */
  old: ReadonlyMap<string, Value | null>
  isNew: boolean
  wasComplete: boolean
}

/** Writes responses as they stand now; those that are gone are removed, if they were there. */
export async function storeResponses(
  client: Client,
  organizationId: number,
  responses: readonly Response[],
): Promise<void> {
  await remove(
    client,
    organizationId,
    responses.filter((one) => one.isGone),
  )
  const kept = responses.filter((one) => !one.isGone)
  if (kept.length === 0) return
  await client.query({
    name: 'store-responses',
    text: `INSERT INTO survey_response AS r (organization_id, survey_id, id, version, channel, language, address_id, broadcast_id, aspects,
       started_at, answered_at, ending, entered_by, answers)
     SELECT $1, s, i, v, c, l, a, b, x, t, u, e, y, w
     FROM unnest($2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::jsonb[], $10::timestamptz[],
       $11::timestamptz[], $12::text[], $13::text[], $14::jsonb[]) AS n(s, i, v, c, l, a, b, x, t, u, e, y, w)
     ON CONFLICT (organization_id, survey_id, id) DO UPDATE SET language = excluded.language, answered_at = excluded.answered_at,
       ending = excluded.ending, answers = excluded.answers`,
    values: [
      organizationId,
      kept.map((one) => one.surveyId),
      kept.map((one) => one.id),
      kept.map((one) => one.version),
      kept.map((one) => one.channel),
      kept.map((one) => one.language),
      kept.map((one) => one.addressId),
      kept.map((one) => one.broadcastId),
      kept.map((one) => JSON.stringify(one.aspects)),
      kept.map((one) => one.startedAt),
      kept.map((one) => one.answeredAt),
      kept.map((one) => one.ending),
      kept.map((one) => one.enteredBy),
      kept.map((one) => JSON.stringify(one.answers)),
    ],
  })
  await storeTexts(client, organizationId, kept)
  await forgetWho(
    client,
    organizationId,
    kept.filter((one) => one.isAnonymous && one.ending !== null),
  )
}

async function storeTexts(client: Client, organizationId: number, responses: readonly Response[]): Promise<void> {
  // Of two answers to one question in one transaction the last.
  const texts = new Map(
    responses.flatMap(({ surveyId, id, texts }) =>
      texts.map(({ question, text }) => [`${surveyId} ${id} ${question}`, { surveyId, id, question, text }] as const),
    ),
  )
  if (texts.size === 0) return
  const rows = [...texts.values()]
  await client.query(
    `INSERT INTO survey_text (organization_id, survey_id, response_id, question, text)
     SELECT $1, s, i, q, t FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[]) AS n(s, i, q, t)
     ON CONFLICT (organization_id, survey_id, response_id, question) DO UPDATE SET text = excluded.text`,
    [
      organizationId,
      rows.map((row) => row.surveyId),
      rows.map((row) => row.id),
      rows.map((row) => row.question),
      rows.map((row) => row.text),
    ],
  )
}

/** An anonymous response that has ended is no longer called like its session, knows no hour and no group. */
async function forgetWho(client: Client, organizationId: number, responses: readonly Response[]): Promise<void> {
  if (responses.length === 0) return
  await client.query(
    `UPDATE survey_response r SET id = nextval('dialogue_session_id_seq'), aspects = '[]', broadcast_id = NULL,
       started_at = date_trunc('day', r.started_at), answered_at = date_trunc('day', r.answered_at)
     FROM unnest($2::bigint[], $3::bigint[]) AS n(s, i) WHERE r.organization_id = $1 AND r.survey_id = n.s AND r.id = n.i`,
    [organizationId, responses.map((one) => one.surveyId), responses.map((one) => one.id)],
  )
}

async function remove(client: Client, organizationId: number, responses: readonly Response[]): Promise<void> {
  if (responses.length === 0) return
  await client.query(
    `DELETE FROM survey_response r USING unnest($2::bigint[], $3::bigint[]) AS n(s, i)
     WHERE r.organization_id = $1 AND r.survey_id = n.s AND r.id = n.i`,
    [organizationId, responses.map((one) => one.surveyId), responses.map((one) => one.id)],
  )
}
