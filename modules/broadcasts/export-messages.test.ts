import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { exportMessages } from './export-messages.ts'

let db: TestDatabase
let id: number
beforeAll(async () => {
  db = await openTestDatabase()
  const { rows } = await db.owner.query<{ id: number }>(
    `INSERT INTO broadcast (organization_id, name, template, channel_id, sender, state, recipients, sent_on)
     SELECT $1, 'Odpady', 'Jutro', c.id, c.sender, 'finished', 1500, now()::date FROM channel c WHERE c.organization_id = $1 LIMIT 1
     RETURNING id`,
    [db.organizationId],
  )
  id = rows[0]?.id ?? 0
  await db.owner.query(
    `WITH a AS (INSERT INTO address (organization_id, value) SELECT $1, '+48600' || lpad(n::text, 6, '0') FROM generate_series(1, 1500) n
       RETURNING id, value),
     m AS (INSERT INTO message (organization_id, sent_on, id, broadcast_id, address_id, channel_id, state, parts, reason)
       SELECT $1, now()::date, 5000 + right(a.value, 6)::int, $2, a.id, c.id, CASE right(a.value, 6)::int WHEN 2 THEN 3 ELSE 2 END, 1,
         CASE right(a.value, 6)::int WHEN 2 THEN 'ESME_RINVDSTADR' END
       FROM a, (SELECT id FROM channel WHERE organization_id = $1 LIMIT 1) c RETURNING id, sent_on)
     INSERT INTO message_body (organization_id, sent_on, id, to_value, from_value, text)
     SELECT $1, m.sent_on, m.id, '+48600' || lpad((m.id - 5000)::text, 6, '0'), '+48600100200', '=1+1' FROM m`,
    [db.organizationId, id],
  )
})
afterAll(() => db.close())

it('everyone stands in the file once, with what became of the message in words, and no cell is a formula', async () => {
  const file = exportMessages(db.api, db.organizationId, id, 'pl')
  const lines = (await file.toArray()).join('').trimEnd().split('\r\n')
  expect(lines).toHaveLength(1501)
  expect(lines[0]).toBe('\ufefftelefon;stan;wysłano;rozstrzygnięto;powód;treść')
  expect(lines.slice(1, 3)).toEqual([
    `48600000001;doręczona;;;;'=1+1`,
    `48600000002;nieudana;;;Operator nie zna tego numeru.;'=1+1`,
  ])
  expect(new Set(lines).size).toBe(1501)
})
