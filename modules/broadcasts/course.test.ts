import { afterAll, beforeAll, expect, it } from 'vitest'
import { inOrganization } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { readCourse } from './read-course.ts'
import { recordCourse } from './record-course.ts'

const begun = new Date('2026-05-20T10:00:00Z')
const after = (seconds: number) => new Date(begun.getTime() + seconds * 1000)

let db: TestDatabase
let id: number
beforeAll(async () => {
  db = await openTestDatabase()
  const { rows } = await db.owner.query<{ id: number }>(
    `INSERT INTO broadcast (organization_id, name, template, channel_id, sender, state, recipients, started_at)
     SELECT $1, 'Odpady', 'Jutro', c.id, c.sender, 'sending', 100, $2 FROM channel c WHERE c.organization_id = $1 LIMIT 1
     RETURNING id`,
    [db.organizationId, begun],
  )
  id = rows[0]?.id ?? 0
})
afterAll(() => db.close())

async function counts(queued: number, submitted: number, delivered: number): Promise<void> {
  await db.owner.query(
    `INSERT INTO broadcast_counter (organization_id, broadcast_id, state, count)
     SELECT $1, $2, s, n FROM unnest('{0,1,2}'::smallint[], $3::int[]) AS c(s, n)
     ON CONFLICT (organization_id, broadcast_id, state) DO UPDATE SET count = excluded.count`,
    [db.organizationId, id, [queued, submitted, delivered]],
  )
}
const read = () =>
  inOrganization(db.api, db.organizationId, (client) =>
    readCourse(client, db.organizationId, { id, recipients: 100, startedAt: begun.toISOString() }),
  )

it('the course begins with everybody waiting, is noted no closer than two seconds, and ends with its last state', async () => {
  await counts(30, 10, 0)
  expect(await recordCourse(db.engine, after(1))).toBe(1)
  await counts(20, 15, 5)
  expect(await recordCourse(db.engine, after(2))).toBe(0)
  expect(await recordCourse(db.engine, after(3))).toBe(1)
  // Nothing new, nothing noted.
  expect(await recordCourse(db.engine, after(6))).toBe(0)
  await counts(0, 0, 100)
  await db.owner.query(`UPDATE broadcast SET state = 'finished', finished_at = $2 WHERE id = $1`, [id, after(4)])
  expect(await recordCourse(db.engine, after(4))).toBe(0)
  const finished = [{ organizationId: db.organizationId, broadcastId: id }]
  expect(await recordCourse(db.engine, after(4), finished)).toBe(1)
  const course = await read()
  expect(course.map(({ at }) => at)).toEqual([after(0), after(1), after(3), after(4)])
  // Sixty had no message yet at the first look.
  expect(course.map(({ totals }) => [totals.queued, totals.submitted, totals.delivered])).toEqual([
    [100, 0, 0],
    [90, 10, 0],
    [80, 15, 5],
    [0, 0, 100],
  ])
})

it('the longer a sending takes, the wider apart its readings are', async () => {
  await db.owner.query(`UPDATE broadcast SET state = 'sending', finished_at = NULL WHERE id = $1`, [id])
  await counts(1, 0, 99)
  expect(await recordCourse(db.engine, after(4000))).toBe(1)
  await counts(0, 1, 99)
  expect(await recordCourse(db.engine, after(4010))).toBe(0)
  expect(await recordCourse(db.engine, after(4021))).toBe(1)
})
