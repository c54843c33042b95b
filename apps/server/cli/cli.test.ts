import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTerminal, type Run, type Terminal } from './test-terminal.ts'

let terminal: Terminal
const run: Run = (...given) => terminal.run(...given)

beforeAll(async () => {
  terminal = await openTerminal({ now: '2026-05-20T10:00:00Z' })
  writeFileSync(join(terminal.folder, 'people.csv'), 'Imię;Telefon\nAnna;600000101\nAnna;600 000 101\nJan;12\n')
})
afterAll(() => terminal.close())

test('send takes a file by its path from where the person is, and answers pure JSON', async () => {
  const args = ['send', '--file', 'people.csv', '--text', 'Dzień dobry {{ imie }}', '--channel', 'operator']
  const sent = await run([...args, '--yes', '--json'])
  expect({ code: sent.code, err: sent.err }).toEqual({ code: 0, err: '' })
  const answer = JSON.parse(sent.out) as { broadcast: number }
  expect(answer).toMatchObject({
    recipients: 1,
    duplicates: 1,
    rejected: [{ line: 4 }],
    parts: 1,
    cost: { amount: 0.08, currency: 'PLN' },
  })
  const watched = await run(['watch', String(answer.broadcast), '--json', '--timeout', '1'])
  expect(watched.code).toBe(3)
  expect(JSON.parse(watched.out)).toMatchObject({ settled: false, totals: { queued: 1 } })
  expect((await run(['cancel', String(answer.broadcast), '--json'])).code).toBe(0)
  expect((await run(['watch', String(answer.broadcast), '--json', '--timeout', '5'])).code).toBe(0)
})

test('nothing is sent without a terminal and without a yes', async () => {
  const refused = await run(['send', '--file', 'people.csv', '--text', 'x'])
  expect(refused).toMatchObject({ code: 2, out: '' })
})

test('errors are said in the language of the terminal, on stderr only', async () => {
  const args = ['send', '--file', 'people.csv', '--text', '{{ wiek }}', '--yes', '--json']
  const polish = await run(args, { LANG: 'pl_PL.UTF-8' })
  expect(polish).toMatchObject({ code: 1, out: '' })
  expect(polish.err).toContain('W liście nie ma kolumn dla zmiennych: wiek')
  expect((await run(args)).err).toContain('The list has no columns')
})

test('wrong usage is told apart from an error', async () => {
  expect((await run(['nope'])).code).toBe(2)
  expect((await run(['watch'])).code).toBe(2)
  expect((await run(['watch', '1', '--nope'])).code).toBe(2)
  expect((await run(['watch', '999'])).code).toBe(1)
  expect((await run(['--help'])).code).toBe(0)
})

test('a channel is added and listed, and its test says that no gateway has it', async () => {
  const added = await run(
    'channel add smpp --name nowy --host 127.0.0.1 --port 2775 --system-id u --password p --sender 48600100200 --window 50 --json'.split(
      ' ',
    ),
  )
  expect(JSON.parse(added.out)).toMatchObject({ name: 'nowy', sender: '+48600100200' })
  const listed = JSON.parse((await run(['channel', 'list', '--json'])).out) as { name: string }[]
  expect(listed.map((channel) => channel.name)).toContain('nowy')
  const examined = await run(['doctor', '--json'])
  expect(examined.code).toBe(1)
  expect(JSON.parse(examined.out)).toMatchObject({ ok: false })
  const inPolish = { LANG: 'pl_PL.UTF-8' }
  expect((await run(['doctor'], inPolish)).out).toContain('✗ stoi: Brak procesu bramki: nic nie wychodzi')
  expect((await run(['status'], inPolish)).out).toContain('✗ Brak procesu bramki: nic')
  expect((await run(['status'])).out).toContain('✗ No gateway process has run: nothing')
})

test('the trace of a channel is read and switched on by its name', async () => {
  const traced = await run(['channel', 'trace', 'operator', '--minutes', '5', '--json'])
  expect({ code: traced.code, err: traced.err }).toEqual({ code: 0, err: '' })
  expect(JSON.parse(traced.out)).toEqual({ channel: 'operator', tracedUntil: '2026-05-20T10:05:00.000Z', items: [] })
  const unknown = await run(['channel', 'trace', 'nieznany'])
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('nieznany')])
})

test('import counts what it took, what was there, and what it refused', async () => {
  const result = await run(['import', '--file', 'people.csv', '--group', 'Odpady', '--json'])
  expect(JSON.parse(result.out)).toMatchObject({ group: 'Odpady', imported: 1, duplicates: 1, rejectedCount: 1 })
})

test('someone is added by a link for one use, or by a script with a password of its own, and let go', async () => {
  const person = ['--email', 'ewa@gmina.example', '--name', 'Ewa', '--role', 'agent']
  const invited = await run(['user', 'add', ...person])
  expect(invited).toMatchObject({ code: 0, err: '' })
  expect(invited.out).toMatch(/works once.*\nhttp:\/\/127\.0\.0\.1:8080\/console\/welcome#\S+\n$/)
  const added = await run(['user', 'add', ...person, '--password-stdin', '--json'], {}, 'cztery-konie-na-rynku\n')
  expect(JSON.parse(added.out)).toMatchObject({ email: 'ewa@gmina.example', active: true })
  expect((await run(['user', 'forget-factor', 'ewa@gmina.example'])).out).toContain('The password alone is enough')
  expect((await run(['user', 'deactivate', 'ewa@gmina.example'])).code).toBe(0)
  expect((await run(['user', 'list'])).out).toContain('ewa@gmina.example  Ewa  agent  (no access)')
  expect((await run(['user', 'reset', 'nikt@gmina.example'])).code).toBe(1)
})

test('a key is made for another program, works as far as its scopes, and is revoked', async () => {
  const made = await run('api-key add --name BIP --scope broadcasts:read --expires 2027-01-31 --json'.split(' '))
  const { id, key } = JSON.parse(made.out) as { id: number; key: string }
  expect(JSON.parse(made.out)).toMatchObject({ scopes: ['broadcasts:read'], expiresAt: '2027-01-31T23:59:59.000Z' })
  expect((await run(['inbox'], { KURENDA_KEY: key })).err).toContain('forbidden')
  expect((await run(['api-key', 'revoke', String(id)])).out).toContain('revoked 2026-05-20')
  expect((await run(['api-key', 'list'])).out).toContain('BIP')
  expect((await run('api-key add --name x --scope broadcasts:read --expires soon'.split(' '))).code).toBe(2)
})

test('the audit is walked, and its head can be kept outside and compared', async () => {
  const { head } = JSON.parse((await run(['audit', 'verify', '--json'])).out) as { head: { hash: string } }
  expect((await run(['audit', 'verify', '--head', head.hash])).code).toBe(0)
  const unknown = await run(['audit', 'verify', '--head', 'f'.repeat(64)])
  expect(unknown).toMatchObject({ code: 1 })
  expect(unknown.out).toContain('not in the audit')
})

test('the inbox and a reply to a conversation that is not there', async () => {
  expect(JSON.parse((await run(['inbox', '--json'])).out)).toEqual([])
  expect((await run(['reply', '7', '--text', 'Dzień dobry'])).code).toBe(1)
})

test('a town that is not running is said so, and its address and key can be given', async () => {
  const nowhere = await run(['status'], { KURENDA_DATA: join(terminal.folder, 'none') })
  expect(nowhere).toMatchObject({ code: 1, out: '' })
  expect(nowhere.err).toContain('npm start')
  const away = await run(['status'], { KURENDA_URL: 'http://127.0.0.1:9', KURENDA_KEY: 'kur_1234567890123456' })
  expect(away.code).toBe(1)
})
