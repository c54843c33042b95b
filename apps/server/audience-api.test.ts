import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AudienceCount, Contact, Imported } from '@kurenda/contract'
import { createFirstAdministrator, hashKey } from '#modules/accounts'
import { NewsStream } from '#modules/integrations'
import { TestClock } from '#platform/clock'
import type { Server } from '#platform/http'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { createApi } from './api.ts'

const clerk = { email: 'urzad@testowa.example', name: 'Anna Testowa', password: 'sekretne-haslo-testowe' }
const key = `kur_${randomBytes(24).toString('base64url')}`
const routes: string[] = []

let db: TestDatabase
let server: Server
let base = ''
let headers: Record<'/api/v1' | '/console-api', Record<string, string>>

beforeAll(async () => {
  db = await openTestDatabase()
  await createFirstAdministrator(db.owner, { organizationId: db.organizationId, ...clerk })
  await db.owner.query('INSERT INTO api_key (organization_id, name, hash, scopes) VALUES ($1, $2, $3, $4)', [
    db.organizationId,
    'test',
    hashKey(key),
    ['*'],
  ])
  server = await createApi({
    api: db.api,
    engine: db.engine,
    clock: new TestClock('2026-05-20T10:00:00Z'),
    logger: pino({ level: 'silent' }),
    news: new NewsStream(db.api),
    authSecret: 'x'.repeat(32),
    publicUrl: 'http://127.0.0.1:8080',
    onRoute: ({ method, url }) => routes.push(`${method} ${url}`),
  })
  base = await server.listen({ host: '127.0.0.1', port: 0 })
  const entered = await server.inject({
    method: 'POST',
    url: '/console-api/auth/sign-in/email',
    headers: { origin: 'http://127.0.0.1:8080' },
    payload: { email: clerk.email, password: clerk.password },
  })
  const cookie = entered.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
  headers = { '/api/v1': { authorization: `Bearer ${key}` }, '/console-api': { cookie } }
})
afterAll(async () => {
  await server.close()
  await db.close()
})

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
async function call<Answer>(
  prefix: '/api/v1' | '/console-api',
  method: Method,
  path: string,
  body?: object | string,
): Promise<{ status: number; body: Answer }> {
  const isList = typeof body === 'string'
  const answer = await server.inject({
    method,
    url: `${prefix}${path}`,
    headers: { ...headers[prefix], ...(isList ? { 'content-type': 'text/csv' } : {}), 'accept-language': 'pl' },
    ...(body === undefined ? {} : { payload: body }),
  })
  return { status: answer.statusCode, body: answer.json() }
}

test('what the console can do with people, an integrator can too', () => {
  const of = (prefix: string) =>
    routes
      .filter((route) =>
        /\/(contacts|contact-fields|contact-notes|contact-merges|groups|segments|audience|imports|opt-outs)\b/.test(
          route,
        ),
      )
      .filter((route) => route.includes(` ${prefix}/`) && !route.startsWith('HEAD'))
      .map((route) => route.replace(prefix, ''))
      .sort()
  expect(of('/api/v1')).toEqual(of('/console-api'))
  expect(of('/api/v1').length).toBeGreaterThanOrEqual(35)
})

test.each(['/api/v1', '/console-api'] as const)(
  'through %s a clerk keeps people, groups and segments, and sees whom a broadcast would reach',
  async (prefix) => {
    const suffix = prefix === '/api/v1' ? '1' : '2'
    const field = await call<{ id: number }>(prefix, 'POST', '/contact-fields', {
      label: `Wieś ${suffix}`,
      type: 'text',
    })
    const group = await call<{ id: number }>(prefix, 'POST', '/groups', {
      name: `Odpady ${suffix}`,
      keyword: `bin${suffix}`,
    })
    const anna = await call<Contact>(prefix, 'POST', '/contacts', {
      name: `Łucja Śliwa ${suffix}`,
      phones: [`60010${suffix}301`],
      groups: [group.body.id],
      fields: { [`wies ${suffix}`]: 'Żuków' },
    })
    expect([field.status, group.status, anna.status]).toEqual([201, 201, 201])
    const jan = await call<Contact>(prefix, 'POST', '/contacts', { phones: [`60010${suffix}302`] })
    const members = await call(prefix, 'POST', `/groups/${group.body.id}/members`, { add: [jan.body.id] })
    expect(members.body).toEqual({ added: 1, removed: 0 })
    const condition = { all: [{ is: 'field_equal', field: `Wieś ${suffix}`, value: 'Żuków' }, { is: 'has_phone' }] }
    const segment = await call<{ id: number }>(prefix, 'POST', '/segments', { name: `Żuków ${suffix}`, condition })
    const query = new URLSearchParams({ search: `sliwa ${suffix}`, segment: String(segment.body.id) })
    const found = await call<{ items: Contact[]; next: null }>(prefix, 'GET', `/contacts?${query.toString()}`)
    expect(found.body).toMatchObject({ items: [{ id: anna.body.id }], next: null })
    await call(prefix, 'POST', '/opt-outs', { address: `60010${suffix}302`, reason: 'Telefonicznie' })
    const count = await call<AudienceCount>(prefix, 'POST', '/audience/count', {
      groups: [group.body.id],
      segments: [segment.body.id],
      numbers: ['600 100 999', 'brak'],
    })
    expect(count.body).toEqual({
      chosen: 3,
      recipients: 2,
      excluded: { optedOut: 1, noPhone: 0, trashed: 0, duplicateNumber: 0 },
      refused: [{ line: 2, reason: 'not-a-number' }],
      refusedCount: 1,
    })
    const note = await call<{ id: number }>(prefix, 'POST', `/contacts/${anna.body.id}/notes`, { text: 'Woli SMS' })
    expect((await call(prefix, 'DELETE', `/contact-notes/${note.body.id}`)).status).toBe(200)
    const changed = await call<Contact>(prefix, 'PATCH', `/contacts/${anna.body.id}`, { version: 1, name: 'Nowa' })
    expect(changed.body).toMatchObject({ name: 'Nowa', version: 2 })
    const late = await call(prefix, 'PATCH', `/contacts/${anna.body.id}`, { version: 1, name: 'Spóźniona' })
    expect(late).toMatchObject({
      status: 409,
      body: { code: 'contact-changed', detail: 'Ktoś w tym czasie zmienił ten kontakt. Odśwież i popraw jeszcze raz.' },
    })
    expect((await call(prefix, 'DELETE', `/contacts/${anna.body.id}`)).status).toBe(200)
    expect((await call(prefix, 'DELETE', `/contacts/${anna.body.id}`)).status).toBe(404)
    const trash = await call<{ items: Contact[] }>(prefix, 'GET', '/contacts?trash=true')
    expect(trash.body.items.map((contact) => contact.id)).toContain(anna.body.id)
    expect((await call(prefix, 'POST', `/contacts/${anna.body.id}/restore`)).status).toBe(200)
    const merged = await call<{ merge: number }>(prefix, 'POST', '/contacts/merge', {
      keep: anna.body.id,
      merge: jan.body.id,
    })
    expect((await call(prefix, 'POST', `/contact-merges/${merged.body.merge}/undo`)).status).toBe(200)
    expect((await call(prefix, 'GET', '/contacts/duplicates')).status).toBe(200)
    expect(
      (await call(prefix, 'POST', '/opt-outs/withdraw', { address: `60010${suffix}302`, reason: 'Osobiście' })).status,
    ).toBe(200)
    for (const path of [`/segments/${segment.body.id}`, `/groups/${group.body.id}`, `/contact-fields/${field.body.id}`])
      expect([path, (await call(prefix, 'DELETE', path)).status]).toEqual([path, 200])
  },
)

test.each(['/api/v1', '/console-api'] as const)(
  'through %s a list is looked at, read with its mapping, reported on and taken back',
  async (prefix) => {
    const list = `a;b\nAnna;60020${prefix.length % 10}301\nJan;-1\n`
    const preview = await call<{ mapping: object[] }>(prefix, 'POST', '/contacts/import/preview?phoneColumn=b', list)
    expect(preview.body).toMatchObject({ mapping: [{ as: 'field', key: 'a' }, { as: 'phone' }], rows: [{ problem: null }, { problem: 'too-short' }] }) // prettier-ignore
    const query = new URLSearchParams({
      group: `Lista ${prefix}`,
      mapping: JSON.stringify([{ as: 'name' }, { as: 'phone' }]),
    })
    const read = await call<Imported>(prefix, 'POST', `/contacts/import?${query.toString()}`, list)
    expect(read.body).toMatchObject({ imported: 1, rejectedCount: 1 })
    const report = await server.inject({
      url: `${prefix}/imports/${read.body.import}/rejected`,
      headers: headers[prefix],
    })
    expect(report.headers['content-disposition']).toMatch(/^attachment/)
    expect(report.body).toBe("\ufeffwiersz;powód;a;b\r\n3;numer za krótki;Jan;'-1\r\n")
    expect((await call(prefix, 'GET', `/imports/${read.body.import}`)).body).toHaveProperty('by')
    expect((await call(prefix, 'POST', `/imports/${read.body.import}/undo`)).body).toMatchObject({ trashed: 1 })
    expect((await call<{ items: object[] }>(prefix, 'GET', '/imports')).body.items[0]).toMatchObject({
      state: 'undone',
    })
    const stopped = await call(prefix, 'POST', '/opt-outs/import', 'telefon\n600300301\n')
    expect(stopped.status).toBe(200)
    const wrong = new URLSearchParams({ group: 'x', mapping: '[{"as":"everything"}]' })
    expect((await call(prefix, 'POST', `/contacts/import?${wrong.toString()}`, list)).body).toMatchObject({
      code: 'invalid-request',
      params: { fields: ['mapping'] },
    })
  },
)

test('an export comes as a file', async () => {
  for (const [format, type] of [
    ['csv', 'text/csv; charset=utf-8'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ] as const) {
    const answer = await server.inject({
      url: `/api/v1/contacts/export?format=${format}`,
      headers: headers['/api/v1'],
    })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, type])
    expect(answer.rawPayload.length).toBeGreaterThan(50)
  }
})

test('an upload that is too large is refused with words, over a real connection', { timeout: 120_000 }, async () => {
  const send = (body: ReadableStream<Uint8Array> | Uint8Array) =>
    fetch(`${base}/api/v1/contacts/import?group=Duzi`, {
      method: 'POST',
      headers: { ...headers['/api/v1'], 'content-type': 'application/octet-stream', 'accept-language': 'pl' },
      body,
      duplex: 'half',
    })
  const workbook = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from('PK\u0003\u0004')),
    pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
  })
  const refused = await send(workbook)
  expect(refused.status).toBe(413)
  expect(await refused.json()).toMatchObject({
    code: 'file-too-large',
    detail: 'Plik jest za duży: najwyżej 50 MB (XLSX).',
  })
  const whole = await send(new Uint8Array(200 * 1024 * 1024 + 1))
  expect(whole.status).toBe(413)
  expect(await whole.json()).toMatchObject({ code: 'file-too-large', detail: 'Plik jest za duży: najwyżej 200 MB.' })
})

test('every field says when it is too long, and takes what just fits', async () => {
  const create = (body: object) => call<{ fields?: { field: string }[] }>('/api/v1', 'POST', '/contacts', body)
  const fits = { name: 'x'.repeat(200), phones: [], emails: [], fields: { ['k'.repeat(200)]: 'v'.repeat(1_000) } }
  expect((await create(fits)).status).toBe(201)
  const tooLong: [string, object][] = [
    ['name', { name: 'x'.repeat(201) }],
    ['name', {}],
    ['phones', { phones: Array.from({ length: 11 }, () => '600100301') }],
    ['phones.0', { phones: ['1'.repeat(41)] }],
    ['emails.0', { emails: [`${'a'.repeat(250)}@x.example`] }],
    ['fields', { name: 'a', fields: { ['k'.repeat(201)]: 'v' } }],
    ['groups', { name: 'a', groups: Array.from({ length: 101 }, (_, i) => i + 1) }],
  ]
  for (const [field, body] of tooLong) {
    const answer = await create(body)
    expect([field, answer.status]).toEqual([field, 400])
    expect(answer.body.fields?.some((one) => one.field.startsWith(field))).toBe(true)
  }
  const deep = (levels: number): object => (levels === 0 ? { is: 'has_phone' } : { not: deep(levels - 1) })
  const save = (condition: object) => call('/api/v1', 'POST', '/segments', { name: 'Głęboki', condition })
  expect((await save(deep(4))).status).toBe(201)
  expect((await save(deep(5))).status).toBe(400)
  expect((await save({ any: Array.from({ length: 51 }, () => ({ is: 'has_phone' })) })).status).toBe(400)
  expect(
    (await call('/api/v1', 'POST', `/groups/1/members`, { add: Array.from({ length: 10_001 }, (_, i) => i + 1) }))
      .status,
  ).toBe(400)
})
