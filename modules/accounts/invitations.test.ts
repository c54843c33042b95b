import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareAccounts } from './index.ts'
import { inviteFirstAdministrator } from './invite-first-administrator.ts'
import { openOffice, password, tokenIn, type Ask, type Office } from './test-office.ts'

const day = 24 * 3_600_000

let office: Office
let admin: Ask
beforeAll(async () => {
  office = await openOffice()
  await office.addStaff('anna@gmina.example', 'administrator')
  admin = await office.signIn('anna@gmina.example')
})
afterAll(() => office.close())

interface Invited {
  id: number
  link: string | null
  mailed: boolean
}

async function invite(email: string, more: object = {}): Promise<Invited & { token: string }> {
  const answer = await admin('POST', '/invitations', { email, name: 'Nowa Osoba', role: 'agent', ...more })
  expect(answer.statusCode).toBe(201)
  const invited = answer.json<Invited>()
  return { ...invited, token: tokenIn(invited.link) }
}

function accept(token: string, more: object = {}) {
  return office.nobody('POST', '/accept-invitation', { token, password, ...more })
}

test('without mail the link is told once; it opens the console once, with the role and units it was made for', async () => {
  const unit = (await admin('POST', '/units', { name: 'Kadry' })).json<{ id: number }>()
  const { token, link, mailed } = await invite('ewa@gmina.example', { role: 'editor', unitIds: [unit.id] })
  expect(mailed).toBe(false)
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:8080\/console\/welcome#[\w-]{43}$/)
  expect((await office.nobody('POST', '/link', { token })).json()).toEqual({
    is: 'invitation',
    organization: 'Gmina Testowa',
    email: 'ewa@gmina.example',
    name: 'Nowa Osoba',
    role: 'editor',
    known: false,
  })
  expect((await accept(token, { name: 'Ewa Poprawiona' })).statusCode).toBe(200)
  const ewa = await office.signIn('ewa@gmina.example')
  const me = (await ewa('GET', '/me')).json<{ staffId: number }>()
  expect(me).toMatchObject({ user: { name: 'Ewa Poprawiona' }, role: 'editor' })
  expect((await admin('GET', `/staff/${me.staffId}`)).json()).toMatchObject({ unitIds: [unit.id] })
  expect((await accept(token)).json()).toMatchObject({ status: 410, code: 'link-spent' })
  expect((await office.nobody('POST', '/link', { token })).json()).toMatchObject({ code: 'link-spent' })
})

test('of two who use a link at the same moment one gets in', async () => {
  const { token } = await invite('dwoje@gmina.example')
  const answers = await Promise.all([accept(token), accept(token, { password: 'inne-haslo-na-rynku' })])
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 410])
})

test('the database does not know the token', async () => {
  const { token } = await invite('tajne@gmina.example')
  const { rows } = await office.db.owner.query<{ all: string }>(
    "SELECT string_agg(i::text, ' ') AS all FROM invitation i",
  )
  expect(rows[0]?.all).not.toContain(token)
  expect((await admin('GET', '/invitations')).body).not.toContain(token)
})

test('a link that was revoked, followed by a newer one, or left for seven days opens nothing', async () => {
  const revoked = await invite('r@gmina.example')
  expect((await admin('POST', `/invitations/${revoked.id}/revoke`)).statusCode).toBe(200)
  expect((await admin('POST', `/invitations/${revoked.id}/revoke`)).json()).toMatchObject({ code: 'not-found' })
  const older = await invite('n@gmina.example')
  const newer = await invite('n@gmina.example')
  for (const { token } of [revoked, older]) expect((await accept(token)).json()).toMatchObject({ code: 'link-spent' })
  office.clock.advance(7 * day)
  expect((await accept(newer.token)).json()).toMatchObject({ code: 'link-spent' })
  expect((await accept('x'.repeat(43))).json()).toMatchObject({ code: 'link-spent' })
})

test('a weak password does not use the link up', async () => {
  const { token } = await invite('slaba@gmina.example')
  for (const weak of ['krótkie', 'slaba@gmina.example', 'aaaaaaaaaaaaaaaa', 'NowaOsobaNowaOsoba', 'hasło-kurenda-1'])
    expect([weak, (await accept(token, { password: weak })).json()]).toMatchObject([weak, { code: 'password-weak' }])
  expect((await accept(token)).statusCode).toBe(200)
})

test('who has an account already proves that it is theirs, and keeps their password and name', async () => {
  await office.addStaff('znana@gmina.example', 'agent', office.otherId)
  const { token } = await invite('znana@gmina.example', { name: 'Ktoś Inny' })
  expect((await office.nobody('POST', '/link', { token })).json()).toMatchObject({ known: true })
  expect((await accept(token, { password: 'nie-jej-haslo-1' })).json()).toMatchObject({ code: 'sign-in-failed' })
  expect((await accept(token)).statusCode).toBe(200)
  const known = await office.signIn('znana@gmina.example')
  expect((await known('GET', '/me')).json()).toMatchObject({ user: { name: 'Osoba agent' } })
})

test('guesses at the password of an account are counted behind an invitation too', async () => {
  await office.addStaff('cel@gmina.example', 'agent', office.otherId)
  const { token } = await invite('cel@gmina.example')
  await office.failTimes('cel@gmina.example', 19)
  expect((await accept(token, { password: 'zgaduje-haslo' })).json()).toMatchObject({ code: 'sign-in-failed' })
  const stopped = await accept(token)
  expect(stopped.json()).toMatchObject({ status: 429, code: 'too-many-attempts' })
  expect(stopped.headers['retry-after']).toBe('900')
})

test('whoever works here is not invited again; whoever was let go comes back under the same number', async () => {
  const id = await office.addStaff('wraca@gmina.example', 'auditor')
  const again = await admin('POST', '/invitations', { email: 'Wraca@gmina.example', name: 'Wraca' })
  expect(again.json()).toMatchObject({ status: 409, code: 'user-exists' })
  await admin('POST', `/staff/${id}/deactivate`)
  const { token } = await invite('wraca@gmina.example')
  expect((await accept(token)).statusCode).toBe(200)
  expect((await admin('GET', `/staff/${id}`)).json()).toMatchObject({ active: true, role: 'agent' })
})

test('an empty town begins with a link by which its first administrator enters who they are, once', async () => {
  const { db, clock, otherId } = office
  await db.owner.query('UPDATE membership SET deactivated_at = now() WHERE organization_id = $1', [otherId])
  const make = () =>
    inviteFirstAdministrator(db.owner, { organizationId: otherId, publicUrl: 'http://x', now: clock.now() })
  const [old, token] = [tokenIn((await make()) ?? null), tokenIn((await make()) ?? null)]
  const first = { name: 'Pierwsza', email: 'Pierwsza@obca.example' }
  expect((await accept(old, first)).json()).toMatchObject({ code: 'link-spent' })
  expect((await accept(token)).json()).toMatchObject({ code: 'invalid-request', params: { fields: ['email', 'name'] } })
  expect((await accept(token, first)).statusCode).toBe(200)
  expect((await (await office.signIn('pierwsza@obca.example'))('GET', '/me')).json()).toMatchObject({
    role: 'administrator',
    organization: { id: otherId },
  })
  expect(await make()).toBeUndefined()
})

test("the first administrator's link opens nothing once the town has an administrator by another way", async () => {
  const { db, clock, organizationId } = office
  await db.owner.query('UPDATE membership SET deactivated_at = now() WHERE organization_id = $1', [organizationId])
  const link = await inviteFirstAdministrator(db.owner, { organizationId, publicUrl: 'http://x', now: clock.now() })
  await office.addStaff('anna@gmina.example', 'administrator')
  const person = { name: 'Obca', email: 'spozniona@obca.example' }
  expect((await accept(tokenIn(link ?? null), person)).json()).toMatchObject({ code: 'link-spent' })
})

test('a start of a town that has an administrator shows no link', async () => {
  const { db, clock } = office
  const dataDir = mkdtempSync(join(tmpdir(), 'kurenda-accounts-'))
  const options = { ownerUrl: db.urls.owner, dataDir, publicUrl: 'http://x', now: clock.now() }
  expect(await prepareAccounts(options)).toEqual({ firstLink: undefined })
  rmSync(dataDir, { recursive: true })
})
