import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOffice, type Ask, type Office } from './test-office.ts'

const day = 24 * 3_600_000

let office: Office
let admin: Ask
beforeAll(async () => {
  office = await openOffice()
  await office.addStaff('anna@gmina.example', 'administrator')
  admin = await office.signIn('anna@gmina.example')
})
afterAll(() => office.close())

interface Key {
  id: number
  key: string
  lastUsedOn: string | null
}

async function add(more: object): Promise<Key> {
  const answer = await admin('POST', '/api-keys', { name: 'System dziedzinowy', ...more })
  expect(answer.statusCode).toBe(201)
  return answer.json<Key>()
}

async function shown(id: number): Promise<Partial<Key> | undefined> {
  const { items } = (await admin('GET', '/api-keys')).json<{ items: Key[] }>()
  return items.find((item) => item.id === id)
}

test('a key is told once, does what its scopes say, and is kept as a digest only', async () => {
  const { id, key } = await add({ scopes: ['staff:read', 'organization:read'] })
  expect(key).toMatch(/^kur_[\w-]{32}$/)
  const holder = office.withKey(key)
  expect((await holder('GET', '/staff')).statusCode).toBe(200)
  expect((await holder('GET', '/units')).statusCode).toBe(200)
  expect((await holder('GET', '/audit')).json()).toMatchObject({ code: 'forbidden' })
  expect((await admin('GET', '/api-keys')).body).not.toContain(key)
  const { rows } = await office.db.owner.query<{ all: string }>("SELECT string_agg(k::text, ' ') AS all FROM api_key k")
  expect(rows[0]?.all).not.toContain(key.slice(4))
  const { items } = (await admin('GET', `/audit?noun=api-key&subject=${id}`)).json<{ items: { details: string }[] }>()
  expect(items).toMatchObject([{ verb: 'add', details: '{"scopes":["organization:read","staff:read"]}' }])
})

test('a key carries no more than its maker may do, and nobody asks for everything', async () => {
  const maker = await office.addKey(['keys:manage', 'staff:read'])
  const make = (scopes: string[]) => maker('POST', '/api-keys', { name: 'mniejszy', scopes })
  expect((await make(['staff:read'])).statusCode).toBe(201)
  expect((await make(['staff:read', 'staff:manage'])).json()).toMatchObject({
    code: 'forbidden',
    params: { permission: 'staff:manage' },
  })
  for (const scopes of [['*'], ['nonsense'], []])
    expect((await make(scopes)).json()).toMatchObject({ code: 'invalid-request' })
})

test('a key opens nothing after its end', async () => {
  const past = { scopes: ['staff:read'], expiresAt: office.clock.now().toISOString() }
  expect((await admin('POST', '/api-keys', { name: 'x', ...past })).json()).toMatchObject({ code: 'expiry-past' })
  const expiresAt = new Date(office.clock.now().getTime() + day).toISOString()
  const holder = office.withKey((await add({ scopes: ['staff:read'], expiresAt })).key)
  expect((await holder('GET', '/staff')).statusCode).toBe(200)
  office.clock.advance(day)
  expect((await holder('GET', '/staff')).json()).toMatchObject({ status: 401, code: 'api-key-needed' })
})

test('a revoked key opens nothing from the next request on', async () => {
  const { id, key } = await add({ scopes: ['staff:read'] })
  const holder = office.withKey(key)
  expect((await holder('GET', '/staff')).statusCode).toBe(200)
  const revoked = await admin('POST', `/api-keys/${id}/revoke`)
  expect(revoked.json()).toMatchObject({ id, revokedAt: office.clock.now().toISOString() })
  expect((await holder('GET', '/staff')).json()).toMatchObject({ code: 'api-key-needed' })
  expect((await admin('POST', `/api-keys/${id}/revoke`)).json()).toEqual(revoked.json())
})

test('the day of the last use is seen', async () => {
  const { id, key, lastUsedOn } = await add({ scopes: ['staff:read'] })
  expect(lastUsedOn).toBeNull()
  await office.withKey(key)('GET', '/staff')
  const first = office.clock.now().toISOString().slice(0, 10)
  expect(await shown(id)).toMatchObject({ lastUsedOn: first })
  office.clock.advance(day)
  await office.withKey(key)('GET', '/staff')
  expect(await shown(id)).toMatchObject({ lastUsedOn: office.clock.now().toISOString().slice(0, 10) })
})

test('the audit names the key that acted', async () => {
  const { id, key } = await add({ scopes: ['units:manage'] })
  await office.withKey(key)('POST', '/units', { name: 'Z klucza' })
  const { items } = (await admin('GET', `/audit?actor=key:${id}`)).json<{ items: object[] }>()
  expect(items).toMatchObject([{ verb: 'add', noun: 'unit', actorName: 'System dziedzinowy' }])
})
