import { draftContent } from '@kurenda/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Outcome } from '@kurenda/channel'
import { composeBroadcast, confirmBroadcast, expandBroadcast } from '#modules/broadcasts'
import { runGateway, stateName, totals } from '#modules/messaging'
import { systemClock } from '#platform/clock'
import { inOrganization, ring } from '#platform/db'
import { openTestDatabase, type TestDatabase, testSeal } from '#platform/testing'

/** When in the life of a broadcast a person writes STOP, or, every second one, is put in trash. */
const stages = [
  'before it is counted',
  'before it is written out',
  'before it is read',
  'while it is sent',
  'never',
] as const
type Stage = (typeof stages)[number]

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

const numberOf = (person: number) => `+48600${String(700_000 + person)}`

async function leave(people: readonly number[]): Promise<void> {
  await optOut(people.filter((person) => person % 2 === 0))
  await db.owner.query(
    `UPDATE contact SET trashed_at = clock_timestamp() FROM address a JOIN contact_address ca ON ca.address_id = a.id
     WHERE contact.id = ca.contact_id AND a.value = ANY($1)`,
    [people.filter((person) => person % 2 === 1).map(numberOf)],
  )
}

/** Everyone is a contact with a number of their own. */
async function makeContacts(count: number): Promise<void> {
  await db.owner.query(
    `WITH p AS (SELECT n, row_number() OVER () AS i FROM unnest($2::text[]) AS n),
       a AS (INSERT INTO address (organization_id, value) SELECT $1, n FROM p RETURNING id),
       c AS (INSERT INTO contact (organization_id, name) SELECT $1, 'Osoba Testowa' FROM p RETURNING id)
     INSERT INTO contact_address (organization_id, contact_id, address_id)
     SELECT $1, c.id, a.id FROM (SELECT id, row_number() OVER () AS i FROM a) a JOIN (SELECT id, row_number() OVER () AS i FROM c) c USING (i)`,
    [db.organizationId, Array.from({ length: count }, (_, person) => numberOf(person))],
  )
}

async function optOut(people: readonly number[]): Promise<void> {
  await db.owner.query(
    `WITH a AS (INSERT INTO address (organization_id, value) SELECT $1, unnest($2::text[])
       ON CONFLICT (organization_id, kind, value) DO UPDATE SET value = excluded.value RETURNING id)
     INSERT INTO opt_out (organization_id, address_id, at, source) SELECT $1, id, clock_timestamp(), 'sms' FROM a`,
    [db.organizationId, people.map(numberOf)],
  )
}

/** Resolves once a gateway has asked for refusals after this moment. */
async function haltsAreRead(): Promise<void> {
  const { rows } = await db.owner.query<{ now: Date }>('SELECT clock_timestamp() AS now')
  for (;;) {
    // A role sees what its own connections ask.
    const asked = await db.engine.query(
      `SELECT FROM pg_stat_activity WHERE application_name LIKE 'kurenda-gateway %' AND query_start > $1
         AND query LIKE 'SELECT organization_id, address_id, false AS trashed FROM opt_out%' AND state = 'idle'
         AND datname = current_database()`,
      [rows[0]?.now],
    )
    if (asked.rowCount) return
  }
}

/** Sends a broadcast to people who write STOP at their stages; returns who was texted. */
async function texted(plan: readonly Stage[]): Promise<{ people: number[]; broadcastId: number }> {
  const { organizationId } = db
  const at = (stage: Stage) => plan.flatMap((one, person) => (one === stage ? [person] : []))
  const now = new Date()
  await db.owner.query(
    'TRUNCATE broadcast, broadcast_counter, message, dispatch_chunk, opt_out, address, contact CASCADE',
  )
  await makeContacts(plan.length)
  await leave(at('before it is counted'))
  // The first in the list keeps the gateway busy while the last ones change their mind.
  const numbers = ['+48600799999', ...plan.map((_, person) => numberOf(person))].join('\n')
  const content = draftContent.parse({ text: 'Jutro nie będzie wody.', priority: 'emergency', audience: { numbers } })
  const { broadcast: broadcastId } = await composeBroadcast(db.engine, { organizationId, content, by: null, now })
  await inOrganization(db.api, organizationId, (client) =>
    confirmBroadcast(client, { organizationId, broadcastId, now, mayAlone: true }),
  )
  await leave(at('before it is written out'))
  while (await expandBroadcast(db.engine, systemClock, { organizationId, broadcastId }));
  await leave(at('before it is read'))

  const taken: string[] = []
  const { promise: reached, resolve: isReached } = Promise.withResolvers<void>()
  const { promise: release, resolve: letGo } = Promise.withResolvers<void>()
  const gateway = await runGateway({
    seal: testSeal,
    engineUrl: db.urls.engine,
    clock: systemClock,
    connectors: {
      smpp: {
        type: 'smpp',
        media: ['sms'],
        config: z.object({}),
        window: () => 1,
        open: async (_, host) => {
          host.status({ is: 'up' })
          return {
            send: async ({ id, to }): Promise<Outcome> => {
              taken.push(to)
              isReached()
              await release
              return { is: 'accepted', refs: [`${id}`] }
            },
            close: async () => {},
          }
        },
      },
    },
    receive: async () => {},
    log: () => {},
  })
  ring(db.engine, 'chunks')
  await reached
  const first = taken[0] ?? ''
  const later = at('while it is sent').filter((person) => numberOf(person) !== first)
  await leave(later)
  await haltsAreRead()
  letGo()
  for (;;) {
    const counted = (await totals(db.engine, organizationId, [broadcastId])).get(broadcastId)
    if (counted && counted.queued === 0) break
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await gateway.stop()
  const people = plan.flatMap((_, person) => (taken.includes(numberOf(person)) ? [person] : []))
  const spared = people.filter((person) => !(numberOf(person) === first && plan[person] === 'while it is sent'))
  return { people: spared, broadcastId }
}

test(
  'whoever opted out or was put in trash gets nothing more, at whatever stage of a running broadcast',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...stages), { minLength: 8, maxLength: 60 }), async (plan) => {
        const { people, broadcastId } = await texted(plan)
        expect(people).toEqual(plan.flatMap((stage, person) => (stage === 'never' ? [person] : [])))
        // And the kept counters are what the messages say.
        const { rows } = await db.owner.query<{ state: number; count: number }>(
          'SELECT state, count(*)::int AS count FROM message WHERE broadcast_id = $1 GROUP BY state',
          [broadcastId],
        )
        const kept = (await totals(db.engine, db.organizationId, [broadcastId])).get(broadcastId) ?? {}
        expect(Object.fromEntries(Object.entries(kept).filter(([, count]) => count !== 0))).toEqual(
          Object.fromEntries(rows.map(({ state, count }) => [stateName(state), count])),
        )
      }),
      { numRuns: 6 },
    )
  },
)
