import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeOf, secretIn } from './test-codes.ts'
import { openOffice, password, type Ask, type Office } from './test-office.ts'

let office: Office
let admin: Ask
beforeAll(async () => {
  office = await openOffice({
    outgoing: { lookup: (_name, _options, done) => done(null, [{ address: '9.9.9.9', family: 4 }]) },
  })
  await office.addStaff('anna@gmina.example', 'administrator')
  admin = await office.signIn('anna@gmina.example')
})
afterAll(() => office.close())

const ask = (answer: Awaited<ReturnType<Ask>>) => answer.json<Record<string, unknown>>()
const code = (answer: Awaited<ReturnType<Ask>>) => ask(answer)['code']

/** Somebody with a second factor, and the codes for their lost phone. */
async function careful(email: string): Promise<{ id: number; secret: string; recoveryCodes: string[] }> {
  const id = await office.addStaff(email, 'agent')
  const own = await office.signIn(email)
  const begun = await own('POST', '/auth/second-factor/begin', { password })
  const { uri, recoveryCodes } = begun.json<{ uri: string; recoveryCodes: string[] }>()
  const confirmed = await own('POST', '/auth/second-factor/confirm', { code: codeOf(secretIn(uri)) })
  expect(confirmed.statusCode).toBe(200)
  return { id, secret: secretIn(uri), recoveryCodes }
}

/** As a browser that gave the password and holds what it got for it. */
async function afterPassword(email: string): Promise<Ask> {
  const answer = await office.tryPassword(email, password)
  expect(answer.json()).toEqual({ done: true, secondFactor: true })
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
  return office.withCookie(cookie)
}

const verbs = async (id: number) =>
  (await admin('GET', `/audit?subject=${id}`)).json<{ items: { verb: string }[] }>().items.map(({ verb }) => verb)

test('a password alone lets nobody in who has a second factor, and is no sign-in in the audit', async () => {
  const { id, secret } = await careful('ewa@gmina.example')
  const before = (await verbs(id)).filter((verb) => verb === 'sign-in').length
  const half = await afterPassword('ewa@gmina.example')
  expect(code(await half('GET', '/me'))).toBe('sign-in-needed')
  expect((await verbs(id)).filter((verb) => verb === 'sign-in')).toHaveLength(before)
  expect(code(await half('POST', '/auth/second-factor', { code: '000000' }))).toBe('second-factor-wrong')
  const entered = await half('POST', '/auth/second-factor', { code: codeOf(secret) })
  expect(entered.json()).toEqual({ done: true, secondFactor: false })
  expect(await verbs(id)).toContain('enable-second-factor')
  expect((await verbs(id)).filter((verb) => verb === 'sign-in')).toHaveLength(before + 1)
})

test('nothing is asked for before a code was shown right, and nothing is shown without the password', async () => {
  await office.addStaff('ola@gmina.example', 'agent')
  const own = await office.signIn('ola@gmina.example')
  expect(code(await own('POST', '/auth/second-factor/begin', { password: 'nie-to-haslo-wcale' }))).toBe(
    'sign-in-failed',
  )
  await own('POST', '/auth/second-factor/begin', { password })
  expect((await office.tryPassword('ola@gmina.example', password)).json()).toEqual({ done: true, secondFactor: false })
  expect(code(await own('POST', '/auth/passkeys/options', { password: 'nie-to-haslo-wcale' }))).toBe('sign-in-failed')
})

test('whoever guesses codes must begin with the password again after a few', async () => {
  await careful('cel@gmina.example')
  const half = await afterPassword('cel@gmina.example')
  const said = []
  for (let i = 0; i < 7; i++) said.push(code(await half('POST', '/auth/second-factor', { code: String(100_000 + i) })))
  expect(said.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'second-factor-wrong'))
  expect(said.at(-1)).toBe('sign-in-again')
})

test('a recovery code lets in once', async () => {
  const { recoveryCodes } = await careful('iza@gmina.example')
  const recover = async () => {
    const half = await afterPassword('iza@gmina.example')
    return half('POST', '/auth/second-factor', { code: recoveryCodes[0], recovery: true })
  }
  expect((await recover()).statusCode).toBe(200)
  expect(code(await recover())).toBe('second-factor-wrong')
})

test('an administrator takes a lost second factor away, which ends the sessions and stands in the audit', async () => {
  const { id } = await careful('jan@gmina.example')
  expect((await admin('POST', `/staff/${id}/second-factor-reset`)).json()).toEqual({ done: true })
  expect((await office.tryPassword('jan@gmina.example', password)).json()).toEqual({ done: true, secondFactor: false })
  expect(await verbs(id)).toContain('reset-second-factor')
  const { rows } = await office.db.owner.query(
    'SELECT FROM "twoFactor" t JOIN "user" u ON u.id = t."userId" WHERE u.email = $1',
    ['jan@gmina.example'],
  )
  expect(rows).toEqual([])
})

test('no office takes away the second factor of somebody who works elsewhere too, nor one above its own rights', async () => {
  const { id } = await careful('obie@gmina.example')
  await office.db.owner.query(
    `INSERT INTO membership (organization_id, user_id, role) SELECT $1, id, 'agent' FROM "user" WHERE email = 'obie@gmina.example'`,
    [office.otherId],
  )
  expect(code(await admin('POST', `/staff/${id}/second-factor-reset`))).toBe('person-shared')
  const key = await office.addKey(['staff:manage'])
  const me = (await admin('GET', '/me')).json<{ staffId: number }>().staffId
  expect(code(await key('POST', `/staff/${me}/second-factor-reset`))).toBe('forbidden')
})

test('an unknown passkey opens nothing, nor does one that nobody was asked for', async () => {
  const site = { origin: 'http://localhost:8080' }
  const credential = { id: 'bm9uZQ', rawId: 'bm9uZQ', type: 'public-key' }
  const unasked = await office.nobody('POST', '/passkey', { credential })
  expect(code(unasked)).toBe('sign-in-again')
  const asked = await office.visit('POST', '/console-api/auth/passkey/options', {}, site)
  const cookie = asked.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const answer = await office.visit('POST', '/console-api/auth/passkey', { credential }, { ...site, cookie })
  expect(answer.json()).toMatchObject({ code: 'passkey-refused' })
  const again = await office.visit('POST', '/console-api/auth/passkey', { credential }, { ...site, cookie })
  expect(again.json()).toMatchObject({ code: 'sign-in-again' })
})

const provider = {
  label: 'Konto urzędu',
  issuer: 'https://logowanie.gmina.example',
  clientId: 'kurenda',
  clientSecret: 'tajny-sekret',
  enabled: true,
}

test('only who may do everything names the provider, whose secret is never read back nor sent to another one', async () => {
  const key = await office.addKey(['settings:manage'])
  expect((await key('GET', '/identity-provider')).statusCode).toBe(404)
  expect(
    code(await admin('PUT', '/identity-provider', { ...provider, issuer: 'http://logowanie.gmina.example' })),
  ).toBe('issuer-insecure')
  const saved = await admin('PUT', '/identity-provider', provider)
  expect(saved.json()).toMatchObject({ provider: { issuer: provider.issuer, enabled: true } })
  expect(saved.body).not.toContain('tajny-sekret')
  const { clientSecret: _, ...without } = provider
  expect((await admin('PUT', '/identity-provider', { ...without, label: 'Wejdź' })).statusCode).toBe(200)
  expect(code(await admin('PUT', '/identity-provider', { ...without, issuer: 'https://obcy.example' }))).toBe(
    'issuer-secret-needed',
  )
  expect((await office.visit('GET', '/console-api/auth/ways')).json()).toMatchObject({
    providers: [{ label: 'Wejdź' }],
  })
})

test('whom an office’s provider let in reaches neither their other office nor their account', async () => {
  await office.addStaff('dwa@gmina.example', 'agent')
  await office.addStaff('dwa@gmina.example', 'agent', office.otherId)
  const own = await office.signIn('dwa@gmina.example')
  await office.db.owner.query(
    `UPDATE "session" s SET "boundTo" = $1, "organizationId" = $1 FROM "user" u WHERE u.id = s."userId" AND u.email = 'dwa@gmina.example'`,
    [office.organizationId],
  )
  expect((await own('GET', '/me')).json()).toMatchObject({ organizations: [{ id: office.organizationId }] })
  expect(code(await own('POST', '/me/organization', { organizationId: office.otherId }))).toBe('not-found')
  expect(code(await own('POST', '/auth/second-factor/begin', { password }))).toBe('account-elsewhere')
  expect(code(await own('POST', '/auth/passkeys/options', { password }))).toBe('account-elsewhere')
  expect(code(await own('PATCH', '/me', { name: 'Ktoś Inny' }))).toBe('person-shared')
  await office.db.owner.query('UPDATE "session" SET "organizationId" = $1 WHERE "boundTo" = $2', [
    office.otherId,
    office.organizationId,
  ])
  expect(code(await own('GET', '/me'))).toBe('no-organization')
})
