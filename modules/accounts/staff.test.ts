import { afterAll, beforeAll, expect, test } from 'vitest'
import { inOrganization } from '#platform/db'
import { openOffice, password, type Ask, type Office } from './test-office.ts'

let office: Office
let admin: Ask
let adminId: number
beforeAll(async () => {
  office = await openOffice()
  adminId = await office.addStaff('anna@gmina.example', 'administrator')
  admin = await office.signIn('anna@gmina.example')
})
afterAll(() => office.close())

async function verbs(subject: number): Promise<string[]> {
  const answer = await admin('GET', `/audit?noun=staff&subject=${subject}`)
  return answer.json<{ items: { verb: string; actor: string }[] }>().items.map(({ verb, actor }) => `${actor} ${verb}`)
}

test('a permission taken away in the middle of work is honoured at the next request', async () => {
  const id = await office.addStaff('ewa@gmina.example', 'administrator')
  const ewa = await office.signIn('ewa@gmina.example')
  expect((await ewa('GET', '/api-keys')).statusCode).toBe(200)
  const changed = await admin('PATCH', `/staff/${id}`, { role: 'agent' })
  expect(changed.json()).toMatchObject({ id, role: 'agent', active: true })
  expect((await ewa('GET', '/api-keys')).json()).toMatchObject({
    code: 'forbidden',
    params: { permission: 'keys:manage' },
  })
  expect((await ewa('GET', '/me')).json()).toMatchObject({ role: 'agent', staffId: id })
  expect(await verbs(id)).toContain(`staff:${adminId} change-role`)
})

test('whoever is let go is out at once, cannot come in again, and can be taken back', async () => {
  const id = await office.addStaff('jan@gmina.example', 'agent')
  const jan = await office.signIn('jan@gmina.example')
  expect((await admin('POST', `/staff/${id}/deactivate`)).json()).toMatchObject({ id, active: false })
  expect((await jan('GET', '/me')).json()).toMatchObject({ code: 'sign-in-needed' })
  expect((await office.tryPassword('jan@gmina.example', password)).json()).toMatchObject({ code: 'no-organization' })
  expect((await admin('POST', `/staff/${id}/reactivate`)).json()).toMatchObject({ id, active: true, role: 'agent' })
  expect((await (await office.signIn('jan@gmina.example'))('GET', '/me')).statusCode).toBe(200)
  expect((await verbs(id)).filter((act) => act.endsWith('activate'))).toEqual([
    `staff:${adminId} reactivate`,
    `staff:${adminId} deactivate`,
  ])
})

test('the last administrator is neither let go nor given another role', async () => {
  for (const refused of [
    await admin('POST', `/staff/${adminId}/deactivate`),
    await admin('PATCH', `/staff/${adminId}`, { role: 'editor' }),
  ])
    expect(refused.json()).toMatchObject({ status: 409, code: 'last-administrator' })
  expect((await admin('GET', `/staff/${adminId}`)).json()).toMatchObject({ role: 'administrator', active: true })
})

test('of two administrators who let each other go at the same moment one stays', async () => {
  const second = await office.addStaff('zofia@gmina.example', 'administrator')
  const zofia = await office.signIn('zofia@gmina.example')
  const answers = await Promise.all([
    admin('POST', `/staff/${second}/deactivate`),
    zofia('POST', `/staff/${adminId}/deactivate`),
  ])
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
  const { rows } = await office.db.owner.query(
    `SELECT FROM membership WHERE organization_id = $1 AND role = 'administrator' AND deactivated_at IS NULL`,
    [office.organizationId],
  )
  expect(rows).toHaveLength(1)
  const stayed = answers[0]?.statusCode === 200 ? admin : zofia
  const gone = stayed === admin ? second : adminId
  await stayed('POST', `/staff/${gone}/reactivate`)
  admin = await office.signIn('anna@gmina.example')
  await admin('POST', `/staff/${second}/deactivate`)
})

test('a key that only manages staff makes no administrator, and takes over no account', async () => {
  const key = await office.addKey(['staff:manage', 'staff:read'])
  const person = { email: 'nowy@gmina.example', name: 'Nowy', role: 'administrator' }
  for (const refused of [
    await key('POST', '/invitations', person),
    await key('POST', '/staff', { ...person, password }),
    await key('POST', `/staff/${adminId}/password-reset`),
    await key('POST', `/staff/${adminId}/deactivate`),
    await key('PATCH', `/staff/${adminId}`, { email: 'moj@gmina.example' }),
  ])
    expect(refused.json()).toMatchObject({ status: 403, code: 'forbidden' })
})

test('who works for several offices chooses one, sees only it, and is let go by one without leaving the other', async () => {
  const here = await office.addStaff('ola@gmina.example', 'editor')
  const there = await office.addStaff('ola@gmina.example', 'auditor', office.otherId)
  const ola = await office.signIn('ola@gmina.example')
  const me = (await ola('GET', '/me')).json<{ organizations: object[] }>()
  expect(me).toMatchObject({ staffId: here, role: 'editor', organization: { name: 'Gmina Testowa' } })
  expect(me.organizations).toEqual([
    { id: office.organizationId, name: 'Gmina Testowa' },
    { id: office.otherId, name: 'Gmina Obca' },
  ])
  expect((await ola('POST', '/me/organization', { organizationId: office.otherId })).statusCode).toBe(200)
  expect((await ola('GET', '/me')).json()).toMatchObject({ staffId: there, role: 'auditor' })
  expect((await ola('GET', '/staff')).body).not.toContain('anna@gmina.example')
  const again = await office.signIn('ola@gmina.example')
  expect((await again('GET', '/me')).json()).toMatchObject({ role: 'auditor' })
  expect((await ola('POST', '/me/organization', { organizationId: 4711 })).json()).toMatchObject({ code: 'not-found' })

  const third = await office.signIn('ola@gmina.example')
  await third('POST', '/me/organization', { organizationId: office.organizationId })
  await admin('POST', `/staff/${here}/deactivate`)
  expect((await third('GET', '/me')).json()).toMatchObject({ code: 'sign-in-needed' })
  expect((await ola('GET', '/me')).json()).toMatchObject({ staffId: there })
})

test('an account that two offices share is changed by neither of them', async () => {
  const here = await office.addStaff('iga@gmina.example', 'agent')
  await office.addStaff('iga@gmina.example', 'agent', office.otherId)
  for (const refused of [
    await admin('PATCH', `/staff/${here}`, { email: 'inna@gmina.example' }),
    await admin('PATCH', `/staff/${here}`, { name: 'Inna' }),
    await admin('POST', `/staff/${here}/password-reset`),
  ])
    expect(refused.json()).toMatchObject({ status: 409, code: 'person-shared' })
  expect((await admin('PATCH', `/staff/${here}`, { role: 'auditor' })).statusCode).toBe(200)
})

test('names and addresses are changed, and no address is taken twice', async () => {
  const id = await office.addStaff('stara@gmina.example', 'agent')
  const changed = await admin('PATCH', `/staff/${id}`, { name: 'Nowa Nazwa', email: 'Nowa@gmina.example' })
  expect(changed.json()).toMatchObject({ name: 'Nowa Nazwa', email: 'nowa@gmina.example' })
  expect((await office.tryPassword('nowa@gmina.example', password)).statusCode).toBe(200)
  const taken = await admin('PATCH', `/staff/${id}`, { email: 'anna@gmina.example' })
  expect(taken.json()).toMatchObject({ code: 'user-exists' })
  const self = await office.signIn('nowa@gmina.example')
  await self('PATCH', '/me', { name: 'Sama Zmieniłam' })
  expect((await self('GET', '/me')).json()).toMatchObject({ user: { name: 'Sama Zmieniłam' } })
  const { rows } = await office.db.owner.query<{ all: string }>(
    "SELECT string_agg(a::text, ' ') AS all FROM audit_entry a",
  )
  expect(rows[0]?.all).not.toMatch(/@|Sama|Nazwa/)
})

test('who is added with a password signs in with it, unless it is weak or the person is here already', async () => {
  const person = { email: 'skrypt@gmina.example', name: 'Skrypt', role: 'agent' }
  const weak = await admin('POST', '/staff', { ...person, password: 'skrypt@gmina.example' })
  expect(weak.json()).toMatchObject({ status: 422, code: 'password-weak' })
  expect((await admin('POST', '/staff', { ...person, password })).statusCode).toBe(201)
  expect((await office.tryPassword(person.email, password)).statusCode).toBe(200)
  expect((await admin('POST', '/staff', { ...person, password })).json()).toMatchObject({ code: 'user-exists' })
})

test('the list of staff goes page by page', async () => {
  const seen: string[] = []
  for (let path = '/staff?limit=3'; ;) {
    const { items, next } = (await admin('GET', path)).json<{ items: { email: string }[]; next: string | null }>()
    seen.push(...items.map(({ email }) => email))
    if (next === null) break
    path = `/staff?limit=3&cursor=${next}`
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.at(-1)).toBe('anna@gmina.example')
})

test('units hold staff; a removed unit leaves its people, and none takes in those of another office', async () => {
  const id = await office.addStaff('urzad@gmina.example', 'agent')
  const unit = (await admin('POST', '/units', { name: 'Wydział Świadczeń' })).json<{ id: number }>()
  const other = (await admin('POST', '/units', { name: 'Ławnicy' })).json<{ id: number }>()
  expect((await admin('POST', '/units', { name: 'Ławnicy' })).json()).toMatchObject({ code: 'unit-exists' })
  expect((await admin('PATCH', `/units/${unit.id}`, { name: 'Ławnicy' })).json()).toMatchObject({ code: 'unit-exists' })
  await admin('PATCH', `/units/${unit.id}`, { name: 'Świadczenia' })
  const theirs = await office.db.owner.query<{ id: number }>(
    "INSERT INTO unit (organization_id, name) VALUES ($1, 'Obcy') RETURNING id",
    [office.otherId],
  )
  const unitIds = [unit.id, other.id, theirs.rows[0]?.id ?? 0]
  expect((await admin('PATCH', `/staff/${id}`, { unitIds })).json()).toMatchObject({ unitIds: [unit.id, other.id] })
  expect((await admin('GET', '/units')).json()).toEqual({
    items: [
      { id: other.id, name: 'Ławnicy', staff: 1 },
      { id: unit.id, name: 'Świadczenia', staff: 1 },
    ],
  })
  expect((await admin('DELETE', `/units/${other.id}`)).statusCode).toBe(200)
  expect((await admin('GET', `/staff/${id}`)).json()).toMatchObject({ unitIds: [unit.id] })
})

test('a unit that something still belongs to is not removed', async () => {
  const unit = (await admin('POST', '/units', { name: 'Sekretariat' })).json<{ id: number }>()
  await office.db.owner.query(
    'CREATE TABLE desk (organization_id integer, unit_id bigint, FOREIGN KEY (organization_id, unit_id) REFERENCES unit (organization_id, id))',
  )
  await office.db.owner.query('INSERT INTO desk VALUES ($1, $2)', [office.organizationId, unit.id])
  expect((await admin('DELETE', `/units/${unit.id}`)).json()).toMatchObject({ status: 409, code: 'unit-in-use' })
  await office.db.owner.query('DROP TABLE desk')
  expect((await admin('DELETE', `/units/${unit.id}`)).statusCode).toBe(200)
})

test('the tables of the accounts show and take nothing of another organization', async () => {
  const { db, organizationId, otherId } = office
  const tables = {
    unit: `INSERT INTO unit (organization_id, name) VALUES (${otherId}, 'Podrzucony')`,
    unit_member: `INSERT INTO unit_member VALUES (${otherId}, 1, 1)`,
    membership: `INSERT INTO membership (organization_id, user_id, role) SELECT ${otherId}, id, 'administrator' FROM "user" WHERE email = 'anna@gmina.example'`,
    invitation: `INSERT INTO invitation (organization_id, role, token_hash, created_at, expires_at) VALUES (${otherId}, 'agent', '\\x01', now(), now())`,
    api_key: `INSERT INTO api_key (organization_id, name, hash, scopes) VALUES (${otherId}, 'x', '\\x02', '{*}')`,
    audit_entry: `INSERT INTO audit_entry (organization_id, actor, verb, noun) VALUES (${otherId}, 'system', 'x', 'y')`,
  }
  for (const [table, insert] of Object.entries(tables)) {
    const { rows } = await inOrganization(db.api, organizationId, (client) =>
      client.query<{ organization_id: number }>(`SELECT DISTINCT organization_id FROM ${table}`),
    )
    expect([table, rows.filter((row) => row.organization_id !== organizationId)]).toEqual([table, []])
    expect((await db.api.query(`SELECT FROM ${table}`)).rowCount).toBe(0)
    const written = inOrganization(db.api, organizationId, (client) => client.query(insert))
    await expect(written, table).rejects.toMatchObject({ code: '42501' })
  }
})
