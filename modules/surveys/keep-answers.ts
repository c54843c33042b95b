import type { SurveyContent } from '@kurenda/contract'
import type { Definition, Value } from '@kurenda/dialogue'
import type { Told } from '#modules/dialogues'
import { dayIn } from '#platform/clock'
import { inOneGo, type Client } from '#platform/db'
import { findAspects } from './find-aspects.ts'
import { Places } from './places.ts'
import { readContents } from './sources.ts'
import { storeResponses, type Change, type Response } from './store-responses.ts'
import { Tally, whole } from './tally.ts'

/**
 * Keeps what surveys are answered, whatever channel it came by, with its tally: partial responses from their first answer on. In the
 * caller's transaction; engine role, or a request's own. Returns the sessions for whose answers there is no room any more: nothing of
 * theirs counts.
 */
export async function keepAnswers(
  client: Client,
  organizationId: number,
  told: readonly Told[],
): Promise<ReadonlySet<number>> {
  const surveys = told.filter(
    ({ about, recorded, isNew }) => about.kind === 'survey' && (recorded.length > 0 || !isNew),
  )
  const full = new Set<number>()
  if (surveys.length === 0) return full
  const contents = await readContents(
    client,
    organizationId,
    surveys.map(({ about, version }) => ({ id: about.id, version })),
  )
  const contentOf = ({ about, version }: Told) => contents.get(`${about.id} ${version}`)
  const limited = surveys.flatMap((one) => (isLimited(contentOf(one)) ? one.about.id : []))
  const places = await Places.open(client, organizationId, [...new Set(limited)])
  const [known, timeZone] = await inOneGo(
    client,
    () => loadResponses(client, organizationId, surveys),
    () => timeZoneOf(client, organizationId),
  )
  // Whoever was not understood at first has a session without a response.
  const begun = surveys.filter((one) => one.recorded.length > 0 && !known.has(keyOf(one.about.id, one.sessionId)))
  const aspects = await findAspects(client, organizationId, begun, contentOf)
  const tally = new Tally()
  const changed: Response[] = []
  for (const one of surveys) {
    const before = known.get(keyOf(one.about.id, one.sessionId))
    if (!before && one.recorded.length === 0) continue
    const response = before ?? begin(one, aspects.get(one.sessionId) ?? [], timeZone)
    const change = { old: new Map(Object.entries(response.answers)), isNew: !before, wasComplete: isComplete(response) }
    take(response, one)
    if (!places.hasRoom(one, contentOf(one), response, change)) {
      full.add(one.sessionId)
      if (before) undo(tally, one.definition, before, change.old)
      response.isGone = true
    } else count(tally, one, response, change)
    changed.push(response)
  }
  await inOneGo(
    client,
    () => storeResponses(client, organizationId, changed),
    () => tally.write(client, organizationId),
  )
  return full
}

function isLimited(content: SurveyContent | undefined): boolean {
  return content !== undefined && (content.mostResponses !== null || content.quotas.length > 0)
}

function keyOf(surveyId: number, id: number): string {
  return `${surveyId} ${id}`
}

function isComplete({ ending }: Pick<Response, 'ending'>): boolean {
  return ending === 'done'
}

function begin(one: Told, aspects: readonly (readonly [string, string])[], timeZone: string): Response {
  const { about, sessionId, version, medium, language, addressId, broadcastId, recorded, at } = one
  const startedAt = recorded[0]?.at ?? at
  return {
    surveyId: about.id,
    id: sessionId,
    version,
    channel: medium,
    language,
    addressId: about.anonymous ? null : addressId,
    broadcastId,
    aspects: [['channel', medium], ['day', dayIn(timeZone, startedAt)], ...aspects],
    startedAt,
    answeredAt: startedAt,
    ending: null,
    enteredBy: null,
    answers: {},
    texts: [],
    isAnonymous: about.anonymous,
    isGone: false,
  }
}

function take(response: Response, { recorded, ending, language, definition }: Told): void {
  response.language = language
  response.ending = ending ?? null
  for (const { node, value, at } of recorded) {
    response.answers = { ...response.answers, [node]: value }
    response.answeredAt = at
    if (isWords(definition, node) && typeof value === 'string') response.texts.push({ question: node, text: value })
  }
}

function isWords(definition: Definition, question: string): boolean {
  const node = definition.nodes[question]
  return node?.kind === 'ask' && node.answer.kind === 'text'
}

function count(tally: Tally, { definition, recorded }: Told, response: Response, change: Change): void {
  const { surveyId, aspects, answers } = response
  if (change.isNew) tally.add(surveyId, whole, 'started', aspects, 1)
  if (!change.wasComplete && isComplete(response)) tally.add(surveyId, whole, 'complete', aspects, 1)
  for (const node of new Set(recorded.map((one) => one.node))) {
    const old = change.old.get(node)
    if (old !== undefined) tally.addAnswer(surveyId, definition, node, old, aspects, -1)
    tally.addAnswer(surveyId, definition, node, answers[node] ?? null, aspects, 1)
  }
}

function undo(
  tally: Tally,
  definition: Definition,
  { surveyId, aspects }: Response,
  old: ReadonlyMap<string, Value | null>,
): void {
  tally.add(surveyId, whole, 'started', aspects, -1)
  for (const [node, value] of old) tally.addAnswer(surveyId, definition, node, value, aspects, -1)
}

/** One look-up by key a response: where the table is small or new a join reads all of it (2.4 ms for 26, and growing). */
async function loadResponses(
  client: Client,
  organizationId: number,
  told: readonly Told[],
): Promise<Map<string, Response>> {
  const begun = told.filter((one) => !one.isNew)
  if (begun.length === 0) return new Map()
  const { rows } = await client.query<Omit<Response, 'texts' | 'isAnonymous' | 'isGone'>>(
    `SELECT r.survey_id AS "surveyId", r.id, r.version, r.channel, r.language, r.address_id AS "addressId", r.broadcast_id AS "broadcastId",
       r.aspects, r.started_at AS "startedAt", r.answered_at AS "answeredAt", r.ending, r.entered_by AS "enteredBy", r.answers
     FROM unnest($2::bigint[], $3::bigint[]) AS w(s, i) CROSS JOIN LATERAL (
       SELECT * FROM survey_response WHERE organization_id = $1 AND survey_id = w.s AND id = w.i OFFSET 0) r`,
    [organizationId, begun.map((one) => one.about.id), begun.map((one) => one.sessionId)],
  )
  const anonymous = new Set(begun.filter((one) => one.about.anonymous).map((one) => one.about.id))
  return new Map(
    rows.map((row) => [
      keyOf(row.surveyId, row.id),
      { ...row, texts: [], isAnonymous: anonymous.has(row.surveyId), isGone: false },
    ]),
  )
}

async function timeZoneOf(client: Client, organizationId: number): Promise<string> {
  const { rows } = await client.query<{ zone: string }>('SELECT time_zone AS zone FROM organization WHERE id = $1', [
    organizationId,
  ])
  return rows[0]?.zone ?? 'Europe/Warsaw'
}
