import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMailer } from '#platform/mail'
import { openOffice, password, tokenIn, type Ask, type Office } from './test-office.ts'

const hour = 3_600_000
const fresh = 'piec-krow-na-drodze'

/** A mail server like any other; addresses that begin with `odrzuc` it refuses. */
const letters: { to: string; raw: string }[] = []
let heard: () => void = () => {}
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onRcptTo: ({ address }, _session, done) =>
    done(address.startsWith('odrzuc') ? new Error('no such mailbox') : undefined),
  onData: (stream, session, done) => {
    text(stream).then(
      (raw) => {
        letters.push({ to: session.envelope.rcptTo[0]?.address ?? '', raw })
        done()
        heard()
      },
      (error: Error) => done(error),
    )
  },
})

let office: Office
let admin: Ask
beforeAll(async () => {
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  const { port } = smtp.server.address() as AddressInfo
  const mail = createMailer({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: 'Kurenda <kurenda@gmina.example>',
    logger: pino({ level: 'silent' }),
  })
  office = await openOffice({ mail })
  await office.addStaff('anna@gmina.example', 'administrator')
  admin = await office.signIn('anna@gmina.example')
})
afterAll(async () => {
  await office.close()
  await new Promise<void>((resolve) => smtp.close(resolve))
})

/** The body of the newest letter, decoded. */
function lastLetter(): { to: string; words: string; token: string } {
  const letter = letters.at(-1)
  if (!letter) throw new Error('no letter came')
  const [head = '', ...rest] = letter.raw.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  const words = /base64/i.test(head)
    ? Buffer.from(body, 'base64').toString('utf8')
    : Buffer.from(
        body
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1',
      ).toString('utf8')
  return {
    to: letter.to,
    words: words.replaceAll('\r\n', '\n'),
    token: tokenIn(/http\S+#\S+/.exec(words)?.[0] ?? null),
  }
}

/** The next letter arrives behind the answer. */
async function asksForReset(email: string): Promise<void> {
  const arrived = new Promise<void>((resolve) => (heard = resolve))
  expect((await office.nobody('POST', '/request-reset', { email })).json()).toEqual({ done: true })
  await arrived
}

function reset(token: string, given = fresh) {
  return office.nobody('POST', '/reset-password', { token, password: given })
}

test('an invitation goes by mail in the language of the office, and nobody else is shown its link', async () => {
  const invite = (email: string) => admin('POST', '/invitations', { email, name: 'Łucja', role: 'agent' })
  expect((await invite('lucja@gmina.example')).json()).toMatchObject({ mailed: true, link: null })
  const polish = lastLetter()
  expect(polish.to).toBe('lucja@gmina.example')
  expect(polish.words).toContain('Dzień dobry, Łucja!\n\nGmina Testowa zaprasza do Kurendy')
  expect(letters.at(-1)?.raw).toMatch(/Auto-Submitted: auto-generated/)
  await office.db.owner.query("UPDATE organization SET language = 'en' WHERE id = $1", [office.organizationId])
  await invite('lucy@gmina.example')
  expect(lastLetter().words).toContain('Gmina Testowa invites you to Kurenda')
  await office.db.owner.query("UPDATE organization SET language = 'pl' WHERE id = $1", [office.organizationId])
  const accepted = await office.nobody('POST', '/accept-invitation', { token: lastLetter().token, password })
  expect(accepted.statusCode).toBe(200)
})

test('a letter that the server does not take leaves the link with whoever asked for it', async () => {
  const person = { email: 'odrzuc@gmina.example', name: 'Odrzucona', role: 'agent' }
  const invited = (await admin('POST', '/invitations', person)).json<{ mailed: boolean; link: string | null }>()
  expect(invited.mailed).toBe(false)
  expect(tokenIn(invited.link)).not.toBe('')
})

test('a forgotten password is set anew once, within the hour, and every session of the account ends', async () => {
  await office.addStaff('ewa@gmina.example', 'agent')
  const session = await office.signIn('ewa@gmina.example')
  await asksForReset('Ewa@gmina.example')
  const { token, words } = lastLetter()
  expect(words).toContain('nowe hasło do Kurendy (Gmina Testowa)')
  expect((await office.nobody('POST', '/link', { token })).json()).toEqual({ is: 'reset', email: 'ewa@gmina.example' })
  expect((await session('GET', '/me')).statusCode).toBe(200)
  expect((await reset(token, 'ewa@gmina.example')).json()).toMatchObject({ code: 'password-weak' })
  const answers = await Promise.all([reset(token), reset(token)])
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 410])
  expect((await session('GET', '/me')).json()).toMatchObject({ code: 'sign-in-needed' })
  expect((await office.tryPassword('ewa@gmina.example', password)).json()).toMatchObject({ code: 'sign-in-failed' })
  expect((await office.tryPassword('ewa@gmina.example', fresh)).statusCode).toBe(200)
  expect(
    (await admin('GET', '/audit?noun=staff')).json<{ items: { verb: string }[] }>().items.map(({ verb }) => verb),
  ).toContain('reset-password')
})

test('a link that is an hour old, or followed by a newer one, sets no password', async () => {
  await office.addStaff('jan@gmina.example', 'agent')
  await asksForReset('jan@gmina.example')
  const older = lastLetter().token
  await asksForReset('jan@gmina.example')
  const newer = lastLetter().token
  expect((await reset(older)).json()).toMatchObject({ code: 'link-spent' })
  office.clock.advance(hour)
  expect((await reset(newer)).json()).toMatchObject({ code: 'link-spent' })
})

test('whether an address has an account cannot be learned, and nobody is flooded with letters', async () => {
  await office.addStaff('zalana@gmina.example', 'agent')
  const before = letters.length
  expect((await office.nobody('POST', '/request-reset', { email: 'nikt@gmina.example' })).json()).toEqual({
    done: true,
  })
  for (let i = 0; i < 3; i++) await asksForReset('zalana@gmina.example')
  for (let i = 0; i < 3; i++)
    expect((await office.nobody('POST', '/request-reset', { email: 'zalana@gmina.example' })).json()).toEqual({
      done: true,
    })
  await asksForReset('anna@gmina.example')
  expect(letters.slice(before).map(({ to }) => to)).toEqual([
    'zalana@gmina.example',
    'zalana@gmina.example',
    'zalana@gmina.example',
    'anna@gmina.example',
  ])
})

test('an administrator offers a new password by mail; someone of two offices gets it no other way', async () => {
  const id = await office.addStaff('ola@gmina.example', 'agent')
  expect((await admin('POST', `/staff/${id}/password-reset`)).json()).toMatchObject({ mailed: true, link: null })
  expect(lastLetter().to).toBe('ola@gmina.example')
  const shared = await office.addStaff('odrzuc2@gmina.example', 'agent')
  await office.addStaff('odrzuc2@gmina.example', 'agent', office.otherId)
  const refused = await admin('POST', `/staff/${shared}/password-reset`)
  expect(refused.json()).toMatchObject({ status: 502, code: 'mail-failed' })
  expect(refused.body).not.toContain('welcome')
})

test('a town without mail says so to whoever forgot their password, and its administrator hands on the link', async () => {
  const quiet = await openOffice()
  try {
    await quiet.addStaff('anna@gmina.example', 'administrator')
    const id = await quiet.addStaff('ewa@gmina.example', 'agent')
    expect((await quiet.nobody('POST', '/request-reset', { email: 'ewa@gmina.example' })).json()).toMatchObject({
      code: 'mail-not-set-up',
    })
    const offer = await (await quiet.signIn('anna@gmina.example'))('POST', `/staff/${id}/password-reset`)
    const { link } = offer.json<{ link: string }>()
    quiet.clock.advance(23 * hour)
    const done = await quiet.nobody('POST', '/reset-password', { token: tokenIn(link), password: fresh })
    expect(done.statusCode).toBe(200)
    expect((await quiet.tryPassword('ewa@gmina.example', fresh)).statusCode).toBe(200)
  } finally {
    await quiet.close()
  }
})
