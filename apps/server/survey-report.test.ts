import type { NewSurvey } from '@kurenda/contract'
import type { Client } from '@kurenda/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receiveIncoming, routeWaiting } from '#modules/inbound'
import { transaction } from '#platform/db'
import { readPdf } from './read-pdf.ts'
import { openTestApi, type TestApi } from './test-api.ts'

let api: TestApi
let client: Client
beforeAll(async () => {
  api = await openTestApi({ now: '2026-05-20T10:00:00Z' })
  client = await api.client()
})
afterAll(() => api.close())

const park: NewSurvey = {
  title: { pl: 'Park przy Łąkowej' },
  questions: [
    { id: 'mark', kind: 'csat', text: { pl: 'Jak oceniasz park?' } },
    {
      id: 'wish',
      kind: 'choice',
      text: { pl: 'Co najpierw?' },
      choices: [
        { id: 'bench', label: { pl: 'Ławki' } },
        { id: 'light', label: { pl: 'Oświetlenie ścieżek' } },
      ],
    },
    { id: 'why', kind: 'text', text: { pl: 'Co jeszcze?' }, required: false },
  ],
}

async function open(content: Partial<NewSurvey> = {}): Promise<number> {
  const { id } = await client.surveys.create({ ...park, ...content })
  await client.surveys.open(id)
  return id
}
async function enter(id: number, ...answers: Record<string, string | number>[]): Promise<void> {
  for (const one of answers) await client.surveys.enterResponse(id, { answers: one })
}
/** As a broadcast leaves it that put the first question to these people. */
async function ask(survey: number, name: string, numbers: readonly string[]): Promise<number> {
  const { organizationId, channelId, owner } = api.db
  const { rows } = await owner.query<{ id: number }>(
    `WITH b AS (INSERT INTO broadcast (organization_id, name, template, channel_id, sender, state, sent_on, dialogue_id, dialogue_version, expanded)
       VALUES ($1, $6, 'Czy?', $2, '+48600100200', 'finished', $3, $4, 1, cardinality($5::text[])) RETURNING id),
     m AS (INSERT INTO message (organization_id, sent_on, id, broadcast_id, address_id, channel_id, state, parts, submitted_at)
       SELECT $1, $3, nextval('message_block') + n, b.id, a.id, $2, 2, 1, $7
       FROM b, unnest($5::text[]) WITH ORDINALITY AS w(value, n) JOIN address a ON a.organization_id = $1 AND a.value = w.value)
     SELECT id FROM b`,
    [organizationId, channelId, '2026-05-20', survey, numbers, name, api.clock.now()],
  )
  return rows[0]?.id ?? 0
}
async function write(from: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    api.clock.advance(60_000)
    const message = { is: 'message' as const, from, to: '48600100200', content: { text }, connection: 'a' }
    await transaction(api.db.engine, (engine) => receiveIncoming(engine, api.db, [{ ...message, at: api.clock.now() }]))
    await routeWaiting(api.db.pipelined, api.clock)
  }
}
async function people(from: number, fields: readonly Record<string, string>[]): Promise<string[]> {
  const numbers = fields.map((_, index) => `+48600${from + index}`)
  for (const [index, one] of fields.entries())
    await client.contacts.create({ name: `Osoba ${from + index}`, phones: [numbers[index] ?? ''], fields: one })
  return numbers
}

test('a survey stands beside the one before it: the same questions with what changed, others alone', async () => {
  const first = await open()
  await enter(first, { mark: 2, wish: 'bench' }, { mark: 3, wish: 'light' }, { mark: 4, wish: 'light' })
  const kinds = { ...park.questions[1], kind: 'text' as const, choices: undefined }
  const changed = await open({ follows: first, questions: [park.questions[0], kinds] as NewSurvey['questions'] })
  const last = await open({ follows: changed })
  await enter(last, { mark: 5, wish: 'bench' }, { mark: 4, wish: 'light' })
  const { waves, questions } = await client.surveys.waves(last)
  expect(waves.map(({ survey, responses }) => [survey, responses])).toEqual([[first, 3], [changed, 0], [last, 2]]) // oxfmt-ignore
  const [mark, wish] = questions
  expect(mark?.results.map((one) => one?.mean ?? null)).toEqual([3, null, 4.5])
  expect(mark?.changes).toEqual([null, null, { mean: 1.5, score: expect.closeTo(66.67, 1) as number, shares: expect.anything() as object }]) // oxfmt-ignore
  expect(wish?.results[1]).toBeNull()
  expect(wish?.changes[2]?.shares).toEqual({ bench: expect.closeTo(1 / 6) as number, light: expect.closeTo(-1 / 6) as number }) // oxfmt-ignore
  expect((await client.surveys.waves(first)).waves).toHaveLength(1)
})

test('a survey that was sent twice stands beside itself, broadcast by broadcast', async () => {
  const survey = await open()
  const [a, b, c] = (await people(810_000, [{}, {}, {}])) as [string, string, string]
  const [may, june] = [await ask(survey, 'Maj', [a, b]), await ask(survey, 'Czerwiec', [c])]
  await write(a, '2')
  await write(b, '4')
  await write(c, '5')
  const { waves, questions } = await client.surveys.waves(survey)
  expect(waves).toMatchObject([
    { broadcast: may, label: 'Maj', day: '2026-05-20', responses: 2 },
    { broadcast: june, label: 'Czerwiec', responses: 1 },
  ])
  expect(questions[0]).toMatchObject({ results: [{ mean: 3 }, { mean: 5 }], changes: [null, { mean: 2 }] })
})

test('who answered is set beside who was asked, by age and village, each person once', async () => {
  const survey = await open({ aspects: ['Rok urodzenia', 'Sołectwo'] })
  const numbers = await people(820_000, [
    { 'Rok urodzenia': '2000', Sołectwo: 'Dębowo' },
    { 'Rok urodzenia': '1999', Sołectwo: 'Dębowo' },
    { 'Rok urodzenia': '1950', Sołectwo: 'Lipki' },
    { 'Rok urodzenia': '1948', Sołectwo: 'Lipki' },
    {},
  ])
  await ask(survey, 'Raz', numbers)
  await ask(survey, 'Dwa', numbers.slice(0, 2))
  for (const number of numbers.slice(1, 4)) await write(number, '4')
  const { fields } = await client.surveys.representation(survey)
  expect(fields).toEqual([
    {
      field: 'Rok urodzenia',
      isAge: true,
      invited: 4,
      answered: 3,
      rows: [
        { value: '18-29', invited: 2, answered: 1, rate: 0.5, shareInvited: 0.5, shareAnswered: expect.closeTo(1 / 3) as number },
        { value: '75+', invited: 2, answered: 2, rate: 1, shareInvited: 0.5, shareAnswered: expect.closeTo(2 / 3) as number },
      ],
      misplaced: expect.closeTo(1 / 6) as number,
    },
    {
      field: 'Sołectwo',
      isAge: false,
      invited: 4,
      answered: 3,
      rows: [
        expect.objectContaining({ value: 'Dębowo', invited: 2, answered: 1 }),
        expect.objectContaining({ value: 'Lipki', invited: 2, answered: 2 }),
      ],
      misplaced: expect.closeTo(1 / 6) as number,
    },
  ]) // oxfmt-ignore
})

test('of an anonymous survey no part is told that is of fewer than five people, nor one that would tell it', async () => {
  const survey = await open({ anonymous: true, aspects: ['Sołectwo'] })
  const village = (name: string, count: number) => Array.from({ length: count }, () => ({ Sołectwo: name }))
  const all = [...village('Dębowo', 7), ...village('Lipki', 6), ...village('Sosny', 2)]
  const numbers = await people(830_000, all)
  await ask(survey, 'Raz', numbers)
  for (const number of numbers) await write(number, '4')
  const { cross } = await client.surveys.results(survey, { by: 'field' })
  expect(cross.map(({ value }) => value)).toEqual(['Sołectwo: Dębowo'])
  const { fields } = await client.surveys.representation(survey)
  expect(fields[0]?.rows.map(({ value, answered }) => [value, answered])).toEqual([['Dębowo', 7], ['Lipki', 6], ['Sosny', null]]) // oxfmt-ignore
})

test('what people wrote is parted by the words they share', async () => {
  const survey = await open()
  const texts = ['Więcej ławek', 'ławki w cieniu', 'Światło', 'brak światła na ścieżce', 'Toaleta']
  await enter(survey, ...texts.map((why) => ({ mark: 4, wish: 'bench', why })))
  const found = await client.surveys.textGroups(survey)
  expect(found).toMatchObject({ question: 'why', text: 'Co jeszcze?', read: 5, others: 1 })
  expect(found.groups.map(({ words, count }) => [words, count])).toEqual([[['ławek', 'ławki'], 2], [['światła', 'światło'], 2]]) // oxfmt-ignore
  await expect(client.surveys.textGroups(survey, { question: 'mark' })).rejects.toMatchObject({ code: 'not-found' })
})

test('a survey comes after one that is there, and never after itself, by whatever way', async () => {
  const first = await open()
  const second = await open({ follows: first })
  const third = await open({ follows: second })
  const refused = (content: Partial<NewSurvey>, of: number) =>
    client.surveys.save(of, { version: 1, content: { ...park, ...content } }).catch((error: unknown) => error)
  const round = {
    code: 'dialogue-invalid',
    params: { nodes: ['follows'], 'each.pl': ['Ankieta nie może być wcześniejsza od samej siebie, także przez inne ankiety.'] },
  } // oxfmt-ignore
  expect(await refused({ follows: first }, first)).toMatchObject(round)
  expect(await refused({ follows: third }, first)).toMatchObject(round)
  const { rows } = await api.db.owner.query<{ id: number }>(
    `WITH o AS (INSERT INTO organization (slug, name) VALUES ('obca', 'Gmina Obca') RETURNING id),
       d AS (INSERT INTO dialogue (organization_id, kind, name, created_at) SELECT id, 'survey', 'Obca', now() FROM o RETURNING id)
     INSERT INTO survey (organization_id, id, token) SELECT o.id, d.id, 'obca-ankieta' FROM o, d RETURNING id`,
  )
  for (const follows of [999_999, rows[0]?.id ?? 0]) {
    const gone = {
      code: 'dialogue-invalid',
      params: { nodes: ['follows'], 'each.pl': [`Nie ma wcześniejszej ankiety nr ${follows}.`], 'each.en': [`There is no earlier survey no. ${follows}.`] },
    } // oxfmt-ignore
    expect(await refused({ follows }, third)).toMatchObject(gone)
    expect(await client.surveys.create({ ...park, follows }).catch((error: unknown) => error)).toMatchObject(gone)
  }
  expect(await refused({ follows: first }, third)).toMatchObject({ version: 2 })
})

test('of one group of texts all are read, searched and paged, and of those in none; each text is in one', async () => {
  const survey = await open()
  const texts = ['Więcej ławek', 'ławki w cieniu', 'Światło', 'brak światła na ścieżce', 'Toaleta', 'Ławka i kosz']
  await enter(survey, ...texts.map((why) => ({ mark: 4, wish: 'bench', why })))
  const { groups, others } = await client.surveys.textGroups(survey)
  const all = (query: object) => client.surveys.texts(survey, query).then(({ items }) => items.map(({ text }) => text))
  const [benches, lights] = groups
  expect(await all({ group: benches?.id })).toEqual(['Ławka i kosz', 'ławki w cieniu', 'Więcej ławek'])
  expect(await all({ group: lights?.id, question: 'why' })).toEqual(['brak światła na ścieżce', 'Światło'])
  expect(await all({ group: '-' })).toEqual(['Toaleta'])
  expect(others).toBe(1)
  expect(await all({ group: benches?.id, q: 'cien' })).toEqual(['ławki w cieniu'])
  expect(await all({ group: 'studni' })).toEqual([])
  const page = await client.surveys.texts(survey, { group: benches?.id, limit: 2 })
  expect(page.items).toHaveLength(2)
  expect(await all({ group: benches?.id, cursor: page.next })).toEqual(['Więcej ławek'])
  await expect(all({ group: benches?.id, question: 'mark' })).rejects.toMatchObject({ code: 'not-found' })
})

test('a report in PDF says all of it in words that can be copied, in the reader’s language, and names nobody', async () => {
  const first = await open()
  await enter(first, { mark: 2, wish: 'bench' })
  const survey = await open({ follows: first, aspects: ['Wiek'] })
  const numbers = await people(840_000, [{ Wiek: '34' }, { Wiek: '71' }])
  await ask(survey, 'Raz', numbers)
  await write(numbers[0] ?? '', '5', 'Oświetlenie ścieżek', 'Więcej ławek, proszę')
  await enter(survey, { mark: 3, wish: 'bench', why: 'ławki' })
  const answer = await client.surveys.report(survey)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  const { text, pages } = readPdf(new Uint8Array(await answer.arrayBuffer()))
  for (const words of [
    'Park przy Łąkowej', 'Stan na 20 maja 2026, ankieta trwa.', '2 pełne odpowiedzi.', 'Zapytano SMS-em: 2. Odpowiedziało: 1, to jest 50%.',
    '1. Jak oceniasz park?',
    'zadowolonych (4 i 5): 50%', 'Oświetlenie ścieżek', '1 (50%)', 'ławek, ławki', 'Kto odpowiedział: Wiek', '30–44 lat',
    'Porównanie z poprzednimi badaniami', 'Gmina Testowa    strona 1 z ',
  ])
    expect(text).toContain(words) // oxfmt-ignore
  expect(text).not.toContain('\ufffd')
  expect(text).not.toMatch(/600\s?84/)
  expect(pages).toBeGreaterThanOrEqual(1)
  const english = await api.client({ language: 'en' })
  const other = readPdf(new Uint8Array(await (await english.surveys.report(survey)).arrayBuffer()))
  expect(other.text).toContain('2 whole responses.')
})

test('a survey of a hundred questions fills pages, none of them empty', async () => {
  const questions = Array.from({ length: 100 }, (_, i) => ({
    id: `q${i}`,
    kind: 'csat' as const,
    text: { pl: `Pytanie numer ${i} o coś, o czym trzeba powiedzieć dłużej, niż mieści się w jednym wierszu raportu?` },
    required: false,
  }))
  const survey = await open({ questions })
  await enter(survey, Object.fromEntries(questions.map(({ id }, i) => [id, 1 + (i % 5)])))
  const { text, pages } = readPdf(new Uint8Array(await (await client.surveys.report(survey)).arrayBuffer()))
  expect(pages).toBeGreaterThan(10)
  for (let page = 1; page <= pages; page++) expect(text).toContain(`strona ${page} z ${pages}`)
  expect(text.match(/Pytanie numer/g)).toHaveLength(100)
})
