import type { SurveyRepresentation } from '@kurenda/contract'
import { columnKey } from '@kurenda/sms-text'
import type { Client } from '#platform/db'
import { ageBand, compareBands, tellsAge } from './age-bands.ts'
import { readTally } from './question-results.ts'
import { leastAnonymous } from './without-few.ts'
import { readSurvey } from './read-surveys.ts'
import { whole } from './tally.ts'

/** More rows nobody reads; the largest are shown, and the rest as one. */
const mostValues = 40

/**
 * Whom broadcasts asked and who answered, by each of the survey's aspects (fields of contacts): where the share of those who answered
 * is another than the share of those who were asked, the answers stand for some more than for others. @throws Problem not-found
 */
export async function readRepresentation(
  client: Client,
  organizationId: number,
  surveyId: number,
  now: Date,
): Promise<SurveyRepresentation> {
  const { content } = await readSurvey(client, organizationId, surveyId)
  const { aspects, anonymous } = content
  if (aspects.length === 0) return { fields: [] }
  const invited = await countInvited(client, organizationId, surveyId, aspects)
  const answered = (await readTally(client, organizationId, surveyId, ['field'], whole)).filter(
    (row) => row.choice === 'started',
  )
  const year = now.getUTCFullYear()
  return {
    fields: aspects.map((field) => {
      const asked = new Map(invited.filter((row) => row.key === columnKey(field)).map((row) => [row.value, row.count]))
      const told = new Map(
        answered.flatMap(({ value, count }): [string, number][] => {
          const name = `${field}: `
          return value.startsWith(name) ? [[value.slice(name.length), count]] : []
        }),
      )
      const isAge = tellsAge(field)
      const rows = rowsOf(asked, told, isAge ? (value) => ageBand(value, year) : (value) => value)
      if (isAge) rows.sort((a, b) => compareBands(a.value, b.value))
      return { field, isAge, ...sharesOf(anonymous ? rows.map(hideFew) : rows) }
    }),
  }
}

interface Row {
  value: string
  invited: number
  answered: number
}

/** Each person who was asked once, however often. */
async function countInvited(
  client: Client,
  organizationId: number,
  surveyId: number,
  aspects: readonly string[],
): Promise<{ key: string; value: string; count: number }[]> {
  const wanted = new Set(aspects.map(columnKey))
  const { rows } = await client.query<{ key: string; value: string; count: number }>(
    `SELECT f.key, left(btrim(f.value), 100) AS value, count(*)::int AS count
     FROM (SELECT DISTINCT m.address_id FROM broadcast b
       JOIN message m ON m.organization_id = $1 AND m.sent_on = b.sent_on AND m.broadcast_id = b.id
       WHERE b.organization_id = $1 AND b.dialogue_id = $2) a
     CROSS JOIN LATERAL (
       SELECT c.fields FROM contact_address ca JOIN contact c ON c.organization_id = $1 AND c.id = ca.contact_id
       WHERE ca.organization_id = $1 AND ca.address_id = a.address_id AND c.trashed_at IS NULL ORDER BY c.id LIMIT 1) p
     CROSS JOIN LATERAL jsonb_each_text(p.fields) f
     WHERE f.value <> '' GROUP BY 1, 2`,
    [organizationId, surveyId],
  )
  return rows.flatMap((row) => (wanted.has(columnKey(row.key)) ? [{ ...row, key: columnKey(row.key) }] : []))
}

function rowsOf(
  asked: ReadonlyMap<string, number>,
  told: ReadonlyMap<string, number>,
  partOf: (value: string) => string | undefined,
): Row[] {
  const rows = new Map<string, Row>()
  for (const [counts, what] of [[asked, 'invited'], [told, 'answered']] as const)
    for (const [raw, count] of counts) {
      const value = partOf(raw)
      if (value === undefined) continue
      const row = rows.get(value) ?? { value, invited: 0, answered: 0 }
      row[what] += count
      rows.set(value, row)
    } // oxfmt-ignore
  const sorted = [...rows.values()].sort((a, b) => b.invited - a.invited || (a.value < b.value ? -1 : 1))
  const rest = sorted.slice(mostValues)
  if (rest.length === 0) return sorted
  const total = (what: 'invited' | 'answered') => rest.reduce((sum, row) => sum + row[what], 0)
  return [...sorted.slice(0, mostValues), { value: '', invited: total('invited'), answered: total('answered') }]
}

/** Who answered is not told where it would be told of a few. */
function hideFew(row: Row): Row & { hidden?: boolean } {
  return row.answered < leastAnonymous && row.answered > 0 ? { ...row, answered: 0, hidden: true } : row
}

function sharesOf(rows: readonly (Row & { hidden?: boolean })[]) {
  const invited = rows.reduce((sum, row) => sum + row.invited, 0)
  const answered = rows.reduce((sum, row) => sum + row.answered, 0)
  const share = (count: number, of: number) => (of === 0 ? 0 : count / of)
  const shown = rows.map(({ value, hidden, ...row }) => ({
    value,
    invited: row.invited,
    answered: hidden ? null : row.answered,
    rate: hidden || row.invited === 0 ? null : share(row.answered, row.invited),
    shareInvited: share(row.invited, invited),
    shareAnswered: hidden ? null : share(row.answered, answered),
  }))
  // Of those who answered so many would have to be others, for all to be stood for alike.
  const misplaced = shown.reduce((sum, row) => sum + Math.abs((row.shareAnswered ?? 0) - row.shareInvited), 0) / 2
  return { invited, answered, rows: shown, misplaced: invited === 0 || answered === 0 ? null : misplaced }
}
