import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { codeOf, secretIn } from './test-codes.ts'
import { openOffice, password, type Ask, type Office } from './test-office.ts'

const annas = 'anna@gmina.example'
let office: Office
let admin: Ask
beforeAll(async () => {
  office = await openOffice()
  await office.addStaff(annas, 'administrator')
  admin = (await setUp(await office.signIn(annas))).ask
})
afterAll(() => office.close())
beforeEach(() => office.db.owner.query("UPDATE organization SET second_factor_of = 'nobody'"))

type Answer = Awaited<ReturnType<Ask>>
const code = (answer: Answer) => answer.json<{ code?: string }>().code
const owes = async (ask: Ask) => (await ask('GET', '/me')).json<{ owes: string }>().owes

/** As a browser that got these cookies. */
const holding = ({ cookies }: Answer) =>
  office.withCookie(cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; '))

/** Sets up a code from an app, after which a new session takes the place of the old one. */
async function setUp(ask: Ask): Promise<{ ask: Ask; secret: string }> {
  const begun = await ask('POST', '/auth/second-factor/begin', { password })
  const secret = secretIn(begun.json<{ uri: string }>().uri)
  const confirmed = await ask('POST', '/auth/second-factor/confirm', { code: codeOf(secret) })
  expect(confirmed.json()).toEqual({ done: true })
  return { ask: holding(confirmed), secret }
}

const demand = (of: string, by = admin) => by('PUT', '/second-factor-rule', { of })

/** A passkey, as one that was made at this town. */
async function givePasskey(email: string): Promise<number> {
  const { rows } = await office.db.owner.query<{ id: number }>(
    `INSERT INTO passkey (user_id, credential_id, public_key, counter, transports, name, created_at)
     SELECT id, $2, '', 0, '{}', 'laptop', now() FROM "user" WHERE email = $1 RETURNING id`,
    [email, randomUUID()],
  )
  return rows[0]?.id ?? 0
}

test('nobody asks others for a second factor who has none, and no key does', async () => {
  await office.addStaff('druga@gmina.example', 'administrator')
  const second = await office.signIn('druga@gmina.example')
  expect(code(await demand('everyone', second))).toBe('second-factor-first')
  await office.addStaff('kontroler@gmina.example', 'auditor')
  expect(code(await demand('nobody', await office.signIn('kontroler@gmina.example')))).toBe('forbidden')
  expect((await (await office.addKey(['*']))('PUT', '/second-factor-rule', { of: 'everyone' })).statusCode).toBe(404)
  // To give it up needs none.
  expect((await demand('nobody', second)).statusCode).toBe(200)
})

test('who has none is asked at once, sets one up and goes on; a password alone opens nothing from then on', async () => {
  await office.addStaff('ewa@gmina.example', 'agent')
  const ewa = await office.signIn('ewa@gmina.example')
  expect(await owes(ewa)).toBe('nothing')
  expect((await demand('everyone')).json()).toMatchObject({ of: 'everyone', own: true })
  expect(await owes(ewa)).toBe('set-up')
  const refused = await ewa('GET', '/staff')
  expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([
    403,
    expect.stringContaining('wymaga drugiego składnika'),
  ])
  expect(code(await ewa('PATCH', '/me', { name: 'Ewa Inna' }))).toBe('second-factor-needed')
  expect(code(await ewa('POST', '/auth/recovery-codes', { password }))).toBe('second-factor-needed')
  const changed = { currentPassword: password, newPassword: 'inne cztery słowa tutaj' }
  expect(code(await ewa('POST', '/auth/change-password', changed))).toBe('second-factor-needed')
  expect((await (await setUp(ewa)).ask('GET', '/staff')).statusCode).toBe(200)
  const answer = await office.tryPassword('ewa@gmina.example', password)
  expect(answer.json()).toEqual({ done: true, secondFactor: true })
})

test('of administrators only, it is asked of whoever becomes one', async () => {
  const id = await office.addStaff('awans@gmina.example', 'editor')
  const rising = await office.signIn('awans@gmina.example')
  await demand('administrators')
  expect(await owes(rising)).toBe('nothing')
  expect((await admin('PATCH', `/staff/${id}`, { role: 'administrator' })).statusCode).toBe(200)
  expect(await owes(rising)).toBe('set-up')
})

test('a code, asked for at sign-in, is enough; it stays enough after a change of the password', async () => {
  await office.addStaff('jan@gmina.example', 'agent')
  const { secret } = await setUp(await office.signIn('jan@gmina.example'))
  await demand('everyone')
  const half = await office.tryPassword('jan@gmina.example', password)
  const jan = holding(await holding(half)('POST', '/auth/second-factor', { code: codeOf(secret) }))
  expect(await owes(jan)).toBe('nothing')
  const changed = { currentPassword: password, newPassword: 'inne cztery słowa tutaj' }
  expect(await owes(holding(await jan('POST', '/auth/change-password', changed)))).toBe('nothing')
})

test('who has a passkey shows it: the password alone neither opens anything nor sets up another factor', async () => {
  await office.addStaff('klucz@gmina.example', 'agent')
  const held = await givePasskey('klucz@gmina.example')
  const ask = await office.signIn('klucz@gmina.example')
  await demand('everyone')
  expect(await owes(ask)).toBe('sign-in')
  for (const path of ['/auth/second-factor/begin', '/auth/passkeys/options'])
    expect(code(await ask('POST', path, { password }))).toBe('second-factor-needed')
  expect(code(await ask('DELETE', `/auth/passkeys/${held}`))).toBe('second-factor-needed')
  // As a sign-in with it leaves it.
  await office.db.owner.query(
    `UPDATE "session" s SET "secondFactor" = true FROM "user" u WHERE u.id = s."userId" AND u.email = 'klucz@gmina.example'`,
  )
  expect(await owes(ask)).toBe('nothing')
})

test('the last factor stays while it is asked for, here or in another office; one of two may go', async () => {
  const person = 'dwa@gmina.example'
  await office.addStaff(person, 'agent')
  await office.addStaff(person, 'agent', office.otherId)
  const { ask: own } = await setUp(await office.signIn(person))
  await office.db.owner.query("UPDATE organization SET second_factor_of = 'everyone' WHERE id = $1", [office.otherId])
  expect((await own('GET', '/auth/security')).json()).toMatchObject({ required: true })
  expect(code(await own('POST', '/auth/second-factor/disable', { password }))).toBe('second-factor-required')
  const [first, second] = [await givePasskey(person), await givePasskey(person)]
  const disabled = await own('POST', '/auth/second-factor/disable', { password })
  expect(disabled.json()).toEqual({ done: true })
  const after = holding(disabled)
  const both = await Promise.all([first, second].map((id) => after('DELETE', `/auth/passkeys/${id}`)))
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
})

test('a reset by an administrator leads to setting up again, and the audit tells of rule and reset', async () => {
  const id = await office.addStaff('zguba@gmina.example', 'agent')
  await setUp(await office.signIn('zguba@gmina.example'))
  await demand('everyone')
  await admin('POST', `/staff/${id}/second-factor-reset`)
  expect(await owes(await office.signIn('zguba@gmina.example'))).toBe('set-up')
  const { items } = (await admin('GET', '/audit?noun=organization')).json<{
    items: { verb: string; details: string }[]
  }>()
  expect(items[0]).toMatchObject({ verb: 'require-second-factor', details: '{"secondFactor":"everyone"}' })
})

test('whom the office’s own provider let in is not asked: that is the provider’s matter', async () => {
  await office.addStaff('oidc@gmina.example', 'agent')
  const ask = await office.signIn('oidc@gmina.example')
  await demand('everyone')
  expect(await owes(ask)).toBe('set-up')
  await office.db.owner.query(
    `UPDATE "session" s SET "boundTo" = $1 FROM "user" u WHERE u.id = s."userId" AND u.email = 'oidc@gmina.example'`,
    [office.organizationId],
  )
  expect(await owes(ask)).toBe('nothing')
  expect((await ask('GET', '/staff')).statusCode).toBe(200)
})
