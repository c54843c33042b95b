import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Pool } from '#platform/db'

const words = ['Więcej ławek i cienia', 'Światło przy rzece', 'Psy bez smyczy', 'Nic, jest dobrze', 'Toaleta i woda']
const groups = 40

/**
 * Responses of a survey by COPY, with what the router would have counted of them: by channel, day and forty groups. Every twentieth
 * wrote words of its own.
 */
export async function seedResponses(superuser: Pool, survey: number, count: number): Promise<void> {
  const { rows } = await superuser.query<{ organization: number }>(
    'SELECT organization_id AS organization FROM survey WHERE id = $1',
    [survey],
  )
  const organization = rows[0]?.organization ?? 0
  await copy(
    superuser,
    `survey_response (organization_id, survey_id, id, version, channel, language, aspects, started_at, answered_at, ending, answers)`,
    count,
    (i) => {
      const answers = {
        mark: 1 + (i % 5),
        visits: 1 + ((i * 7) % 5),
        lights: 1 + ((i * 3) % 5),
        ...(i % 20 === 0 && { why: words[(i / 20) % words.length] }),
      }
      const at = `2026-05-${String(1 + (i % 28)).padStart(2, '0')} 10:00:00+00`
      return [
        organization,
        survey,
        10_000_000 + i,
        1,
        channelOf(i),
        'pl',
        JSON.stringify(aspectsOf(i)),
        at,
        at,
        'done',
        JSON.stringify(answers),
      ]
    },
  )
  await copy(superuser, 'survey_text (organization_id, survey_id, response_id, question, text)', Math.ceil(count / 20), (i) => [
    organization, survey, 10_000_000 + i * 20, 'why', `${words[i % words.length]} nr ${i}`,
  ]) // oxfmt-ignore
  await superuser.query(
    `INSERT INTO survey_tally (organization_id, survey_id, question, choice, aspect, value, count, sum, folded)
     SELECT r.organization_id, r.survey_id, c.question, c.choice, a.aspect, a.value, count(*), sum(c.number), true
     FROM survey_response r
     CROSS JOIN LATERAL (
       SELECT '' AS question, u.choice, 0 AS number FROM unnest(ARRAY['started', 'complete']) AS u(choice)
       UNION ALL SELECT k.key, x.choice, CASE WHEN x.choice = '' AND jsonb_typeof(k.value) = 'number' THEN (k.value)::int ELSE 0 END
         FROM jsonb_each(r.answers) AS k CROSS JOIN LATERAL unnest(CASE WHEN jsonb_typeof(k.value) = 'number'
           THEN ARRAY['', k.value #>> '{}'] ELSE ARRAY[''] END) AS x(choice)) c
     CROSS JOIN LATERAL (
       SELECT '' AS aspect, '' AS value UNION ALL SELECT p.one ->> 0, p.one ->> 1 FROM jsonb_array_elements(r.aspects) AS p(one)) a
     WHERE r.organization_id = $1 AND r.survey_id = $2 GROUP BY 1, 2, 3, 4, 5, 6`,
    [organization, survey],
  )
  await superuser.query('ANALYZE survey_response, survey_text, survey_tally')
}

function channelOf(i: number): string {
  return ['sms', 'sms', 'web', 'paper'][i % 4] ?? 'sms'
}

function aspectsOf(i: number): [string, string][] {
  return [['channel', channelOf(i)], ['day', `2026-05-${String(1 + (i % 28)).padStart(2, '0')}`], ['group', String(1 + (i % groups))]] // oxfmt-ignore
}

async function copy(pool: Pool, into: string, count: number, row: (i: number) => (string | number)[]): Promise<void> {
  const client = await pool.connect()
  try {
    const lines = function* () {
      for (let i = 0; i < count; i += 1_000) {
        const rows = Array.from({ length: Math.min(1_000, count - i) }, (_, k) => row(i + k))
        yield rows.map((cells) => cells.map((cell) => String(cell).replaceAll('\\', '\\\\')).join('\t') + '\n').join('')
      }
    }
    await pipeline(Readable.from(lines()), client.query(copyFrom(`COPY ${into} FROM STDIN`)))
  } finally {
    client.release()
  }
}
