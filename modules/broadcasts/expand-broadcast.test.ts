import fc from 'fast-check'
import { draftContent } from '@kurenda/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { stateNumber, type StateName } from '#modules/messaging'
import { TestClock, type Clock } from '#platform/clock'
import { inOrganization } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { confirmBroadcast } from './confirm-broadcast.ts'
import { expandBroadcast } from './expand-broadcast.ts'
import { composeBroadcast } from './compose-broadcast.ts'
import { prepareList, type PrepareRequest } from './prepare-broadcast.ts'
import { listBroadcasts, readBroadcast } from './read-broadcasts.ts'
import { steerBroadcast, type Steering } from './steer-broadcast.ts'
import { findDue, finishBroadcasts, releaseHeld } from './tick-broadcasts.ts'

let db: TestDatabase
let clock: TestClock
beforeAll(async () => {
  db = await openTestDatabase()
  await db.owner.query(`SELECT create_partitions('2026-05-01', 2)`)
  // Tells the expansion's transaction that the process is gone, at the step and the count that a test asks for.
  await db.owner.query(`CREATE TABLE crash (at integer, broadcast bigint);
    CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      IF EXISTS (SELECT FROM crash c WHERE c.broadcast = new.id AND new.expanded > c.at AND old.expanded <= c.at) THEN
        RAISE EXCEPTION 'crash' USING ERRCODE = '57P01';
      END IF;
      RETURN new;
    END $$;
    CREATE TRIGGER crash BEFORE UPDATE ON broadcast FOR EACH ROW EXECUTE FUNCTION crash()`)
})
afterAll(() => db.close())
beforeEach(async () => {
  clock = new TestClock('2026-05-20T10:00:00Z')
  await wipe()
})

function wipe() {
  return db.owner.query(
    'TRUNCATE broadcast, broadcast_recipient, broadcast_counter, message, message_body, dispatch_chunk, outbox, crash CASCADE',
  )
}
const number = (i: number) => `600${String(100_000 + i)}`

async function confirmed(people: number | readonly number[], more: Partial<PrepareRequest> = {}): Promise<number> {
  const list = typeof people === 'number' ? Array.from({ length: people }, (_, i) => i) : people
  async function* bytes() {
    yield Buffer.from(['imię;telefon', ...list.map((i) => `Osoba ${i};${number(i)}`)].join('\n'))
  }
  const { organizationId } = db
  const request = {
    organizationId,
    text: 'Hej {{ imie }}',
    list: { bytes: bytes() },
    by: null,
    now: clock.now(),
    ...more,
  }
  const { broadcast } = await prepareList(db.engine, request)
  await inOrganization(db.api, organizationId, (client) =>
    confirmBroadcast(client, { organizationId, broadcastId: broadcast, now: clock.now() }),
  )
  return broadcast
}
const about = (broadcastId: number) => ({ organizationId: db.organizationId, broadcastId })
async function expandAll(id: number, by: Clock = clock): Promise<void> {
  while (await expandBroadcast(db.engine, by, about(id)));
}
function steer(id: number, steering: Steering) {
  return inOrganization(db.api, db.organizationId, (client) => steerBroadcast(client, db.organizationId, id, steering))
}
function read(id: number) {
  return inOrganization(db.api, db.organizationId, (client) => readBroadcast(client, db.organizationId, id))
}
async function texts(id: number): Promise<string[]> {
  const { rows } = await db.engine.query<{ all: string }>(
    `SELECT b.to_value || ' ' || b.text AS all FROM message m JOIN message_body b USING (organization_id, sent_on, id)
     WHERE m.broadcast_id = $1 ORDER BY m.id`,
    [id],
  )
  return rows.map((row) => row.all)
}
async function chunks(id: number): Promise<{ size: number; held: boolean; priority: number; day: string }[]> {
  const { rows } = await db.engine.query<{ size: number; held: boolean; priority: number; day: string }>(
    `SELECT last_id - first_id + 1 AS size, held, priority, sent_on AS day FROM dispatch_chunk
     WHERE broadcast_id = $1 ORDER BY id`,
    [id],
  )
  return rows
}
const expected = (people: readonly number[]) => people.map((i) => `+48${number(i)} Hej Osoba ${i}`)
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

/** Moves messages from queued as the gateway's writer would, by the counters that the tick looks at. */
async function settle(id: number, states: Partial<Record<StateName, number>>): Promise<void> {
  await db.engine.query('DELETE FROM broadcast_counter WHERE broadcast_id = $1', [id])
  for (const [state, count] of Object.entries(states) as [StateName, number][])
    await db.engine.query('INSERT INTO broadcast_counter VALUES ($1, $2, $3, $4)', [
      db.organizationId,
      id,
      stateNumber(state),
      count,
    ])
}

describe('expansion', () => {
  it('gives each recipient one personal message, in the order of the list, the first chunk small', async () => {
    const id = await confirmed(2_250)
    await expandAll(id)
    expect(await texts(id)).toEqual(expected(upTo(2_250)))
    const sizes = await chunks(id)
    expect(sizes.map((chunk) => chunk.size)).toEqual([100, 1_000, 1_000, 150])
    expect(await read(id)).toMatchObject({ state: 'sending', totals: { queued: 2_250 } })
  })

  it('goes on with exactly the next person after a crash anywhere, whatever the list', async () => {
    const people = fc.array(fc.nat(1_500), { minLength: 1, maxLength: 2_400, size: 'max' })
    await fc.assert(
      fc.asyncProperty(people, fc.array(fc.nat(2_400), { maxLength: 4 }), async (list, crashes) => {
        await wipe()
        const id = await confirmed(list)
        for (const at of crashes.sort((a, b) => a - b)) {
          await db.owner.query('TRUNCATE crash')
          await db.owner.query('INSERT INTO crash VALUES ($1, $2)', [at, id])
          await expandAll(id).catch((error: Error) => expect(error.message).toBe('crash'))
          // What was written in the step that crashed is gone with it.
          const { rows } = await db.engine.query<{ expanded: number }>('SELECT expanded FROM broadcast')
          expect(await texts(id)).toHaveLength(rows[0]?.expanded ?? -1)
        }
        await db.owner.query('TRUNCATE crash')
        await expandAll(id)
        expect(await texts(id)).toEqual(expected([...new Set(list)]))
        const made = (await chunks(id)).reduce((sum, chunk) => sum + chunk.size, 0)
        expect(made).toBe(new Set(list).size)
      }),
      { numRuns: 12 },
    )
  }, 120_000)

  it('several at the same moment do the work of one', async () => {
    const id = await confirmed(3_100)
    await Promise.all([expandAll(id), expandAll(id), expandAll(id)])
    await expandAll(id)
    expect(await texts(id)).toEqual(expected(upTo(3_100)))
  })

  it('once done, another run changes nothing', async () => {
    const id = await confirmed(150)
    await expandAll(id)
    await expandAll(id)
    expect(await texts(id)).toHaveLength(150)
  })

  it('takes turns: a long list leaves room for others', async () => {
    const id = await confirmed(9_500)
    expect(await expandBroadcast(db.engine, clock, about(id))).toBe(true)
    expect(await texts(id)).toHaveLength(9_100)
    expect(await expandBroadcast(db.engine, clock, about(id))).toBe(false)
  })

  it('the day of its messages is that of its start, through midnight', async () => {
    clock = new TestClock('2026-05-20T21:59:00Z')
    const id = await confirmed(300, { priority: 'emergency' })
    await db.owner.query('INSERT INTO crash VALUES (100, $1)', [id])
    await expect(expandAll(id)).rejects.toThrow('crash')
    await db.owner.query('TRUNCATE crash')
    clock.advance(120_000)
    await expandAll(id)
    expect((await chunks(id)).map(({ day, priority }) => [day, priority])).toEqual([
      ['2026-05-20', 0],
      ['2026-05-20', 0],
    ])
  })
})

describe('pause, resume, cancel', () => {
  it('a pause stops the expansion, and resuming skips and repeats nobody', async () => {
    const id = await confirmed(1_500)
    await db.owner.query('INSERT INTO crash VALUES (100, $1)', [id])
    await expect(expandAll(id)).rejects.toThrow('crash')
    await db.owner.query('TRUNCATE crash')
    await steer(id, 'pause')
    await expandAll(id)
    expect(await texts(id)).toHaveLength(100)
    expect(await findDue(db.engine, clock.now())).toEqual([])
    await steer(id, 'resume')
    expect(await findDue(db.engine, clock.now())).toMatchObject([{ broadcastId: id }])
    await expandAll(id)
    expect(await texts(id)).toEqual(expected(upTo(1_500)))
  })

  it('chunks held back go on at a resume and at a cancel, not while it is paused', async () => {
    const id = await confirmed(50)
    await expandAll(id)
    await steer(id, 'pause')
    await db.engine.query('UPDATE dispatch_chunk SET held = true')
    await releaseHeld(db.engine, about(id))
    expect(await chunks(id)).toMatchObject([{ held: true }])
    await steer(id, 'cancel')
    await releaseHeld(db.engine, about(id))
    expect(await chunks(id)).toMatchObject([{ held: false }])
  })

  it('a cancelled one is expanded no further, and is due never again', async () => {
    const id = await confirmed(500)
    await steer(id, 'cancel')
    await expandAll(id)
    expect(await texts(id)).toEqual([])
    expect(await findDue(db.engine, clock.now())).toEqual([])
    expect(await read(id)).toMatchObject({ state: 'cancelled', totals: { queued: 0 } })
  })

  it('each is told to the worker, and what the state does not allow is refused', async () => {
    const id = await confirmed(1)
    await steer(id, 'pause')
    await steer(id, 'resume')
    await expect(steer(id, 'resume')).rejects.toMatchObject({ code: 'broadcast-state' })
    await steer(id, 'cancel')
    await expect(steer(id, 'pause')).rejects.toMatchObject({ code: 'broadcast-state' })
    await expect(steer(999_999, 'pause')).rejects.toMatchObject({ code: 'not-found' })
    const { rows } = await db.engine.query<{ kind: string }>('SELECT kind FROM outbox ORDER BY id')
    expect(rows.map((row) => row.kind)).toEqual([
      'broadcast.due',
      'broadcast.changed',
      'broadcast.due',
      'broadcast.changed',
    ])
  })
})

describe('the clock', () => {
  it('a broadcast is due at its time and not before; an emergency is the most urgent', async () => {
    const later = await confirmed(1, { sendAt: new Date('2026-05-20T12:00:00Z') })
    const urgent = await confirmed(1, { priority: 'emergency' })
    expect(await findDue(db.engine, clock.now())).toEqual([{ ...about(urgent), urgency: 0 }])
    clock.advance(2 * 3_600_000)
    expect((await findDue(db.engine, clock.now())).map((found) => found.broadcastId).sort()).toEqual(
      [later, urgent].sort(),
    )
  })

  it('what we were too late for in the evening waits for the morning', async () => {
    const id = await confirmed(1, { sendAt: new Date('2026-05-20T18:00:00Z') })
    clock = new TestClock('2026-05-20T23:30:00Z')
    await expandAll(id)
    expect(await texts(id)).toEqual([])
    expect(await read(id)).toMatchObject({ state: 'scheduled', sendAt: '2026-05-21T05:00:00.000Z' })
    clock = new TestClock('2026-05-21T05:00:00Z')
    await expandAll(id)
    expect(await texts(id)).toHaveLength(1)
  })

  it('an emergency does not wait, late as it is', async () => {
    const id = await confirmed(1, { sendAt: new Date('2026-05-20T18:00:00Z'), priority: 'emergency' })
    clock = new TestClock('2026-05-20T23:30:00Z')
    await expandAll(id)
    expect(await texts(id)).toHaveLength(1)
  })
})

describe('the end', () => {
  it('it is finished when every message is settled, uncertain ones too, and not before', async () => {
    const id = await confirmed(4)
    await expandAll(id)
    await settle(id, { delivered: 2, failed: 1, submitted: 1 })
    expect(await finishBroadcasts(db.engine, clock.now())).toEqual([])
    await settle(id, { delivered: 2, failed: 1, uncertain: 1 })
    expect(await finishBroadcasts(db.engine, clock.now())).toEqual([about(id)])
    expect(await read(id)).toMatchObject({
      state: 'finished',
      finishedAt: '2026-05-20T10:00:00.000Z',
      totals: { delivered: 2, failed: 1, uncertain: 1, queued: 0 },
    })
    expect(await finishBroadcasts(db.engine, clock.now())).toEqual([])
  })

  it('nobody’s list shows a draft or another organization’s broadcast', async () => {
    const ids = [await confirmed(1), await confirmed(1)]
    await composeBroadcast(db.engine, {
      organizationId: db.organizationId,
      content: draftContent.parse({ text: 'Szkic', audience: { numbers: number(1) } }),
      by: null,
      now: clock.now(),
    })
    const list = (organizationId: number) =>
      inOrganization(db.api, organizationId, (client) => listBroadcasts(client, organizationId, { limit: 10 }))
    expect((await list(db.organizationId)).map((found) => found.id)).toEqual(ids.reverse())
    expect((await list(db.organizationId))[0]).toMatchObject({ channel: 'operator', totals: { queued: 1 } })
    expect(await list(db.organizationId + 1)).toEqual([])
  })
})
