import pg from 'pg'
import { auditLines, auditOrigin, type AuditEntry, type AuditVerification } from '@kurenda/contract'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inOrganization, transaction } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { audit, createOrganization, type Author } from './index.ts'
import { listAudit } from './list-audit.ts'
import { verifyAudit } from './verify-audit.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

/** An organization whose chain nothing else touches. */
async function office(): Promise<Author> {
  const slug = `o${(offices += 1)}`
  return { organizationId: await createOrganization(db.owner, { slug, name: slug }), actor: 'staff:7' }
}
let offices = 0

function act(by: Author, id: number): Promise<void> {
  return inOrganization(db.api, by.organizationId, (client) =>
    audit(client, {
      by,
      verb: 'change-role',
      noun: 'staff',
      id,
      details: { to: 'agent', from: 'editor', units: [1, 2] },
    }),
  )
}

function verify({ organizationId }: Author, head?: string): Promise<AuditVerification> {
  return inOrganization(db.api, organizationId, (client) => verifyAudit(client, organizationId, head))
}

function list({ organizationId }: Author, cursor?: string): Promise<{ items: AuditEntry[]; next: string | null }> {
  return inOrganization(db.api, organizationId, (client) => listAudit(client, organizationId, { cursor, limit: 3 }))
}

/** Someone who has the whole database in their hands. */
async function tamper(sql: string, values: unknown[]): Promise<void> {
  const root = new pg.Client({ connectionString: db.superuserUrl })
  await root.connect()
  await root.query("SET session_replication_role = 'replica'")
  await root.query(sql, values)
  await root.end()
}

test('an entry says who did what to what, and its hash can be computed anew by anyone', async () => {
  const by = await office()
  await act(by, 12)
  const { items } = await list(by)
  expect(items).toMatchObject([
    {
      seq: 1,
      actor: 'staff:7',
      verb: 'change-role',
      noun: 'staff',
      subject: '12',
      details: '{"from":"editor","to":"agent","units":[1,2]}',
    },
  ])
  const [entry] = items
  if (!entry) throw new Error('nothing was written')
  const lines = auditLines(auditOrigin, by.organizationId, entry)
  expect(createHash('sha256').update(lines).digest('hex')).toBe(entry.hash)
})

test('an act that is undone leaves no entry and no gap', async () => {
  const by = await office()
  await act(by, 1)
  const undone = inOrganization(db.api, by.organizationId, async (client) => {
    await audit(client, { by, verb: 'deactivate', noun: 'staff', id: 2 })
    throw new Error('it failed after all')
  })
  await expect(undone).rejects.toThrow('after all')
  await act(by, 3)
  expect(await verify(by)).toMatchObject({ ok: true, entries: 2 })
  expect((await list(by)).items.map(({ seq, subject }) => [seq, subject])).toEqual([
    [2, '3'],
    [1, '1'],
  ])
})

test('acts at the same moment, of two offices, through two roles, stand one after another without a gap or a deadlock', async () => {
  const [one, two] = [await office(), await office()]
  await Promise.all(
    Array.from({ length: 40 }, (_, i) => [
      act(one, i),
      act(two, i),
      transaction(db.engine, async (client) => {
        await audit(client, { by: { ...one, actor: 'system' }, verb: 'tick', noun: 'broadcast', id: i })
        await client.query('SELECT 1')
        await audit(client, { by: { ...two, actor: 'system' }, verb: 'tick', noun: 'broadcast', id: i })
      }),
    ]).flat(),
  )
  for (const by of [one, two]) expect(await verify(by)).toMatchObject({ ok: true, entries: 80, broken: null })
})

test('two acts that wait for the same row do not wait for the chain as well', async () => {
  const by = await office()
  await inOrganization(db.api, by.organizationId, (client) =>
    client.query("INSERT INTO unit (organization_id, name) VALUES ($1, 'Wydział')", [by.organizationId]),
  )
  // Each writes its entry before it asks for the row that the other holds: a lock taken at once would be a deadlock.
  const rename = (name: string) =>
    inOrganization(db.api, by.organizationId, async (client) => {
      await audit(client, { by, verb: 'rename', noun: 'unit' })
      await client.query('UPDATE unit SET name = $1', [name])
      await audit(client, { by, verb: 'rename', noun: 'unit' })
    })
  await Promise.all(['a', 'b', 'c', 'd'].map(rename))
  expect(await verify(by)).toMatchObject({ ok: true, entries: 8 })
})

test('no role of the running town can change or remove an entry, or write its own hash', async () => {
  const by = await office()
  await act(by, 1)
  const forged = `INSERT INTO audit_entry (organization_id, actor, verb, noun, seq, hash) VALUES (${by.organizationId}, 'system', 'x', 'y', 9, '\\x00')`
  const attempts = [
    "UPDATE audit_entry SET verb = 'x'",
    'DELETE FROM audit_entry',
    'TRUNCATE audit_entry',
    'UPDATE audit_head SET seq = 0',
    'DELETE FROM audit_head',
    forged,
  ]
  for (const sql of attempts) {
    const asApi = inOrganization(db.api, by.organizationId, (client) => client.query(sql))
    await expect(asApi, sql).rejects.toMatchObject({ code: '42501' })
    await expect(db.engine.query(sql), sql).rejects.toMatchObject({ code: '42501' })
  }
  for (const sql of attempts.slice(0, 3)) await expect(db.owner.query(sql), sql).rejects.toThrow('only ever added to')
  expect(await verify(by)).toMatchObject({ ok: true, entries: 1 })
})

test("another organization's audit is neither seen nor written", async () => {
  const [mine, theirs] = [await office(), await office()]
  await act(theirs, 1)
  const seen = await inOrganization(db.api, mine.organizationId, async (client) => [
    (await client.query('SELECT FROM audit_entry')).rowCount,
    (await client.query('SELECT FROM audit_head')).rowCount,
  ])
  expect(seen).toEqual([0, 0])
  const written = inOrganization(db.api, mine.organizationId, (client) =>
    audit(client, { by: theirs, verb: 'x', noun: 'y' }),
  )
  await expect(written).rejects.toMatchObject({ code: '42501' })
})

test('whoever changes, removes or cuts off entries with the whole database in their hands is found out', async () => {
  const by = await office()
  for (let i = 1; i <= 4; i++) await act(by, i)
  const whole = await verify(by)
  expect(whole).toMatchObject({ ok: true, entries: 4, broken: null })
  const { organizationId } = by
  await tamper("UPDATE audit_entry SET subject = '99' WHERE organization_id = $1 AND seq = 3", [organizationId])
  expect(await verify(by)).toMatchObject({ ok: false, entries: 2, broken: { seq: 3, why: 'changed' } })
  await tamper('DELETE FROM audit_entry WHERE organization_id = $1 AND seq = 2', [organizationId])
  expect(await verify(by)).toMatchObject({ ok: false, entries: 1, broken: { seq: 2, why: 'missing' } })
  await tamper('DELETE FROM audit_entry WHERE organization_id = $1 AND seq > 1', [organizationId])
  expect(await verify(by)).toMatchObject({ ok: false, broken: { seq: 2, why: 'cut-off' } })
})

test('a head that was kept outside finds out even who wrote the end of the chain anew', async () => {
  const by = await office()
  await act(by, 1)
  await act(by, 2)
  const kept = (await verify(by)).head?.hash
  await act(by, 3)
  expect(await verify(by, kept)).toMatchObject({ ok: true, anchor: { seq: 2 } })
  await tamper('DELETE FROM audit_entry WHERE organization_id = $1 AND seq > 1', [by.organizationId])
  await tamper(
    'UPDATE audit_head h SET seq = 1, hash = e.hash FROM audit_entry e WHERE e.organization_id = h.organization_id AND h.organization_id = $1',
    [by.organizationId],
  )
  await act(by, 4)
  expect(await verify(by)).toMatchObject({ ok: true, entries: 2 })
  expect(await verify(by, kept)).toMatchObject({ ok: false, anchor: null })
})

test('personal data does not get into the audit', async () => {
  const by = await office()
  for (const detail of ['Anna Przykładowa', 'anna@gmina.example', '+48600000001', 'Proszę oddzwonić'])
    await expect(
      inOrganization(db.api, by.organizationId, (client) =>
        audit(client, { by, verb: 'rename', noun: 'staff', details: { to: detail } }),
      ),
    ).rejects.toThrow('no code')
  const id = inOrganization(db.api, by.organizationId, (client) =>
    audit(client, { by, verb: 'rename', noun: 'staff', id: 'anna@gmina.example' }),
  )
  await expect(id).rejects.toMatchObject({ code: '23514' })
})

test('pages of the audit go back to its beginning, the newest first', async () => {
  const by = await office()
  for (let i = 1; i <= 7; i++) await act(by, i)
  const seen: number[] = []
  for (let cursor: string | undefined; ;) {
    const { items, next } = await list(by, cursor)
    seen.push(...items.map(({ seq }) => seq))
    if (next === null) break
    cursor = next
  }
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1])
  expect((await list(by, 'nonsense')).items).toEqual([])
})
