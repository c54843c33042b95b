import { afterAll, beforeAll, expect, it } from 'vitest'
import { inOrganization } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { readToday } from './read-today.ts'

const evening = new Date('2026-05-20T20:00:00Z')

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

const read = () => inOrganization(db.api, db.organizationId, (client) => readToday(client, db.organizationId, evening))

it('a week without anything is seven empty days, the last one today in the town’s own time', async () => {
  const { waiting, week: days, responseMinutes } = await read()
  expect(days.map(({ day }) => day)).toEqual([14, 15, 16, 17, 18, 19, 20].map((day) => `2026-05-${day}`))
  expect(days.every(({ sent, answers }) => sent === 0 && answers === 0)).toBe(true)
  expect(responseMinutes).toBeNull()
  expect(waiting).toBe(0)
})

it('what left, what residents wrote, and how soon staff answered: nothing of before, of machines, or of others', async () => {
  await db.owner.query(
    `WITH c AS (SELECT id, sender FROM channel WHERE organization_id = $1 LIMIT 1),
       b AS (INSERT INTO broadcast (organization_id, name, template, channel_id, sender, state, recipients, sent_on, confirmed_at)
         SELECT $1, 'Odpady', 'Jutro', c.id, c.sender, 'finished', 10, '2026-05-19', '2026-05-19T10:00Z' FROM c RETURNING id),
       n AS (INSERT INTO broadcast_counter SELECT $1, b.id, s, k FROM b, unnest('{1,2,3,7}'::smallint[], '{1,6,2,1}'::int[]) AS t(s, k)),
       a AS (INSERT INTO address (organization_id, value) VALUES ($1, '+48600000001') RETURNING id),
       t AS (INSERT INTO conversation (organization_id, address_id, channel_id, last_at) SELECT $1, a.id, c.id, now() FROM a, c RETURNING id)
     INSERT INTO conversation_entry (organization_id, conversation_id, direction, text, at, author)
     SELECT $1, t.id, direction, 'tekst', at::timestamptz, author FROM t, (VALUES
       ('in', '2026-05-10T08:00Z', NULL), ('out', '2026-05-10T09:00Z', 'Anna'),
       ('in', '2026-05-19T22:30Z', NULL), ('out', '2026-05-19T22:31Z', NULL), ('in', '2026-05-20T08:00Z', NULL),
       ('out', '2026-05-20T08:30Z', 'Anna'), ('out', '2026-05-20T09:00Z', 'Anna'),
       ('in', '2026-05-20T10:00Z', NULL), ('out', '2026-05-20T10:10Z', 'Anna')) AS e(direction, at, author)`,
    [db.organizationId],
  )
  const { waiting, week: days, responseMinutes } = await read()
  expect(days.slice(-2)).toEqual([
    { day: '2026-05-19', sent: 7, answers: 0 },
    // Half past midnight is the next day here.
    { day: '2026-05-20', sent: 0, answers: 3 },
  ])
  expect(days.slice(0, 5).every(({ sent, answers }) => sent === 0 && answers === 0)).toBe(true)
  // Ten hours and ten minutes: the second word of one answer counts for nobody's waiting.
  expect(responseMinutes).toBe(305)
  expect(waiting).toBe(1)
})
