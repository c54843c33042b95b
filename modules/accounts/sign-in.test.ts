import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOffice, password, type Office } from './test-office.ts'

const fresh = 'piec-krow-na-drodze'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

test('wrong passwords for one account are stopped even where each comes from another address', async () => {
  await office.addStaff('cel@gmina.example', 'administrator')
  for (let i = 0; i < 20; i++)
    expect((await office.tryPassword('cel@gmina.example', `zgaduje-${i}`)).json()).toMatchObject({
      code: 'sign-in-failed',
    })
  const stopped = await office.tryPassword('CEL@gmina.example', password)
  expect(stopped.json()).toMatchObject({
    status: 429,
    code: 'too-many-attempts',
    detail: 'Za dużo prób. Spróbuj za chwilę.',
  })
  expect(stopped.headers['retry-after']).toBe('900')
  office.clock.advance(15 * 60_000)
  expect((await office.tryPassword('cel@gmina.example', password)).statusCode).toBe(200)
})

test('wrong passwords from one address are stopped whichever accounts they are for', async () => {
  const answers = []
  for (let i = 0; i < 11; i++)
    answers.push(await office.tryPassword(`ktos${i}@gmina.example`, 'zgaduje-haslo', '127.9.9.9'))
  expect(answers[9]?.json()).toMatchObject({ code: 'sign-in-failed' })
  expect(answers[10]?.json()).toMatchObject({ status: 429, code: 'too-many-attempts' })
  expect(Number(answers[10]?.headers['retry-after'])).toBeGreaterThan(0)
})

test('a right password forgets the wrong ones', async () => {
  await office.addStaff('roztargniona@gmina.example', 'agent')
  for (let round = 0; round < 2; round++) {
    await office.failTimes('roztargniona@gmina.example', 19)
    expect((await office.tryPassword('roztargniona@gmina.example', password)).statusCode).toBe(200)
  }
})

test('no address stands in what is counted', async () => {
  const { rows } = await office.db.owner.query<{ key: string }>('SELECT key FROM attempt')
  expect(rows.length).toBeGreaterThan(0)
  for (const { key } of rows) expect(key).toMatch(/^[a-z-]+:[0-9a-f]{64}$/)
})

test('what was counted a day ago is forgotten', async () => {
  await office.failTimes('dawna@gmina.example', 1)
  office.clock.advance(25 * 3_600_000)
  await office.failTimes('nowa@gmina.example', 1)
  const { rows } = await office.db.owner.query('SELECT FROM attempt WHERE since < $1', [
    new Date(office.clock.now().getTime() - 24 * 3_600_000),
  ])
  expect(rows).toEqual([])
})

test('a changed password ends the other sessions, and both it and the sign-in stand in the audit', async () => {
  const id = await office.addStaff('ewa@gmina.example', 'administrator')
  const elsewhere = await office.signIn('ewa@gmina.example')
  const here = await office.signIn('ewa@gmina.example')
  const wrong = await here('POST', '/auth/change-password', { currentPassword: 'nie-to-haslo', newPassword: fresh })
  expect(wrong.json()).toMatchObject({ code: 'sign-in-failed' })
  const changed = await here('POST', '/auth/change-password', { currentPassword: password, newPassword: fresh })
  expect(changed.statusCode).toBe(200)
  expect((await elsewhere('GET', '/me')).json()).toMatchObject({ code: 'sign-in-needed' })
  const again = await office.signIn('ewa@gmina.example', fresh)
  const { items } = (await again('GET', `/audit?subject=${id}`)).json<{ items: { verb: string; actor: string }[] }>()
  expect(items.map(({ verb }) => verb)).toEqual(expect.arrayContaining(['sign-in', 'change-password']))
  expect(items.every(({ actor }) => actor === `staff:${id}` || actor === 'system')).toBe(true)
})

test('an account that belongs to no office is told so, and gets no session', async () => {
  const id = await office.addStaff('byla@gmina.example', 'agent')
  await office.db.owner.query('UPDATE membership SET deactivated_at = now() WHERE id = $1', [id])
  const refused = await office.tryPassword('byla@gmina.example', password)
  expect(refused.json()).toMatchObject({ status: 403, code: 'no-organization' })
  expect(refused.cookies).toEqual([])
})
