import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Contact, Draft, Survey, Template } from '@kurenda/contract'
import { openTerminal, type Run, type Terminal } from './test-terminal.ts'

// Each command is a process of its own, and a busy machine starts them slowly.
vi.setConfig({ testTimeout: 120_000 })

let terminal: Terminal
const run: Run = (...given) => terminal.run(...given)

beforeAll(async () => {
  terminal = await openTerminal({ now: '2026-05-20T10:00:00Z' })
  await fine(['group', 'add', 'Odpady', '--keyword', 'smieci'])
  await json(['contact', 'add', '--name', 'Łucja Śliwa', '--phone', '600000301', '--group', 'Odpady'])
})
afterAll(() => terminal.close())

/** What a script reads. */
async function json<Answer>(args: string[]): Promise<Answer> {
  const ran = await run([...args, '--json'])
  expect({ args, code: ran.code, err: ran.err }).toEqual({ args, code: 0, err: '' })
  return JSON.parse(ran.out) as Answer
}

/** What a person reads. */
async function fine(args: string[], language = 'C'): Promise<string> {
  const ran = await run(args, { LANG: language })
  expect({ args, code: ran.code }).toEqual({ args, code: 0 })
  return ran.out
}

test('a person is added, found without Polish letters, changed, put in the trash and taken out', async () => {
  const jan = await json<Contact>('contact add --name Jan --phone 600000302 --field wies=Żuków'.split(' '))
  expect(jan).toMatchObject({ name: 'Jan', fields: { wies: 'Żuków' }, version: 1 })
  const found = await json<Contact[]>(['contact', 'list', '--search', 'lucja', '--group', 'Odpady'])
  expect(found.map(({ name }) => name)).toEqual(['Łucja Śliwa'])
  expect(await json(['contact', 'change', `${jan.id}`, '--email', 'jan@gmina.example'])).toMatchObject({
    name: 'Jan',
    addresses: [{ value: '+48600000302' }, { value: 'jan@gmina.example' }],
  })
  expect(await fine(['contact', 'trash', `${jan.id}`], 'pl_PL.UTF-8')).toBe('W koszu; po 30 dniach zniknie.\n')
  expect(await fine(['contact', 'list'])).not.toContain('Jan')
  expect(await fine(['contact', 'list', '--trash'])).toContain('Jan  +48600000302, jan@gmina.example')
  expect(await json(['contact', 'restore', `${jan.id}`])).toMatchObject({ trashedAt: null })
  expect(await fine(['group', 'members', 'Odpady', '--add', `${jan.id}`])).toBe('added: 1 · removed: 0\n')
  expect(await fine(['group', 'change', 'Odpady', '--no-keyword'])).toBe('Odpady  2\n')
  expect(await fine(['group', 'members', 'Odpady', '--remove', `${jan.id}`])).toBe('added: 0 · removed: 1\n')
})

test('contacts are written into a file that nobody else on the machine reads', async () => {
  const { file } = await json<{ file: string }>(['contact', 'export', '--file', 'ludzie.csv', '--search', 'sliwa'])
  expect(file).toBe(join(terminal.folder, 'ludzie.csv'))
  expect(readFileSync(file, 'utf8')).toContain('Łucja Śliwa')
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a segment is kept and counted by its name', async () => {
  await fine(['segment', 'add', 'Z telefonem', '--condition', '{"all": [{"is": "has_phone"}]}'])
  expect(await json(['segment', 'count', 'Z telefonem'])).toMatchObject({ excluded: { noPhone: 0 }, refused: [] })
  expect(await fine(['segment', 'list'])).toBe('Z telefonem  {"all":[{"is":"has_phone"}]}\n')
  const wrong = await run(['segment', 'change', 'Z telefonem', '--condition', '{"is": "lucky"}'])
  expect(wrong).toMatchObject({ code: 2, out: '', err: '--condition: this is no condition in JSON.\n' })
  const unknown = await run(['segment', 'remove', 'Nieznany'], { LANG: 'pl' })
  expect(unknown).toMatchObject({ code: 1, err: 'Nie znam nazwy „Nieznany”. Są: Z telefonem\n' })
  await fine(['segment', 'remove', 'Z telefonem'])
})

test('a survey is added from a file, opened, counted, written into a file and closed', async () => {
  const content = {
    title: { pl: 'Park' },
    questions: [{ id: 'visits', kind: 'yes-no', text: { pl: 'Czy bywasz?' } }],
  }
  writeFileSync(join(terminal.folder, 'park.json'), JSON.stringify(content))
  const { id } = await json<Survey>(['survey', 'add', 'park.json'])
  expect(await json(['survey', 'open', `${id}`])).toMatchObject({ state: 'open' })
  expect(await fine(['survey', 'list', '--state', 'open'])).toContain(`${id}  Park  open  0  http`)
  expect(await fine(['survey', 'results', `${id}`, '--by', 'channel'])).toBe(
    'Park\nwhole: 0 · partial: 0\nCzy bywasz?  0\n',
  )
  const { file } = await json<{ file: string }>(['survey', 'export', `${id}`, '--file', 'park.csv'])
  expect(readFileSync(file, 'utf8')).toContain('Czy bywasz?')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const report = await json<{ file: string }>(['survey', 'export', `${id}`, '--file', 'park.pdf'])
  expect(readFileSync(report.file, 'latin1')).toMatch(/^%PDF-/)
  const links = await json<{ file: string }>(['survey', 'links', `${id}`, '--file', 'linki.csv'])
  expect(readFileSync(links.file, 'utf8')).toBe('\ufeffphone;name;link\r\n')
  expect(statSync(links.file).mode & 0o777).toBe(0o600)
  expect(await fine(['survey', 'close', `${id}`])).toContain('closed')
  writeFileSync(join(terminal.folder, 'zly.json'), '{"title": {}}')
  expect(await run(['survey', 'add', 'zly.json'], { LANG: 'pl' })).toMatchObject({
    code: 2,
    err: 'zly.json: to nie jest ankieta (questions).\n',
  })
})

test('a template is added, changed in one language, and read for a person', async () => {
  const made = await json<Template>([
    'template',
    'add',
    '--name',
    'Powitanie',
    '--kind',
    'reply',
    '--text-pl',
    'Witamy',
  ])
  await json(['template', 'change', `${made.id}`, '--text-uk', 'Вітаємо'])
  expect(await fine(['template', 'show', `${made.id}`])).toBe(
    `${made.id}  Powitanie  reply  v2\n  pl: Witamy\n  uk: Вітаємо\n`,
  )
  expect(await fine(['template', 'render', `${made.id}`, '--language', 'uk'])).toBe('Вітаємо\n')
  await fine(['template', 'archive', `${made.id}`])
  expect(await fine(['template', 'list', '--kind', 'reply'])).toBe('')
})

test('a draft is written, counted, looked at, and sent only as large as it was shown', async () => {
  const draft = await json<Draft>([
    'draft',
    'create',
    '--text',
    'Jutro odbiór',
    '--group',
    'Odpady',
    '--channel',
    'operator',
  ])
  const id = String(draft.id)
  const early = await run(['draft', 'confirm', id, '--yes'])
  expect(early).toMatchObject({ code: 1, out: '' })
  expect(early.err).toContain('[broadcast-not-prepared]')
  expect(await json(['draft', 'change', id, '--text-en', 'Collection tomorrow', '--to', '600000303'])).toMatchObject({
    version: 2,
    content: { text: 'Jutro odbiór', translations: { en: 'Collection tomorrow' }, audience: { numbers: '600000303' } },
  })
  expect(await fine(['draft', 'count', id], 'pl_PL.UTF-8')).toMatch(/^2 osoby · 2 SMS · 0,16\szł\n$/)
  expect(await fine(['draft', 'preview', id])).toBe('Jutro odbiór\n')
  expect(await run(['draft', 'confirm', id])).toMatchObject({ code: 2, err: 'Without a terminal --yes is needed.\n' })
  expect(await fine(['draft', 'review', id])).toContain('review')
  expect((await run(['draft', 'approve', id])).err).toContain('[own-approval]')
  expect(await fine(['draft', 'return', id, '--comment', 'Bez wykrzyknika'])).toContain('draft')
  expect(await fine(['draft', 'list'])).toContain(id)
  const sent = await run(['draft', 'confirm', id, '--yes'])
  expect(sent).toMatchObject({ code: 0, out: expect.stringContaining(`watch ${id}`) as string })
  expect(sent.err).toMatch(/^2 people · 2 SMS/)
  expect(await fine(['draft', 'undo', id])).toContain('draft')
})

test('one message is taken once under its key, and found by its number', async () => {
  const send = ['message', 'send', '--to', '600000304', '--text', 'Kod 1234', '--key', 'kod-1']
  const { id } = await json<{ id: string }>(send)
  expect(await json(send)).toMatchObject({ id })
  expect(await fine(['message', 'show', id])).toBe(`${id}  +48600000304  queued  Kod 1234\n`)
  expect((await run(['message', 'send', '--to', '600000304'])).code).toBe(2)
})

test('a noun without a verb says what it can do, and so does its help', async () => {
  expect(await fine(['group', '--help'])).not.toContain('contact add')
  const { code, err } = await run(['group'])
  expect(code).toBe(2)
  expect(err).toMatch(/^group list\ngroup add NAME/)
})
