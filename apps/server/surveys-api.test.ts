import { newSurveyResponse, surveyContent, type NewSurvey, type SurveyResults } from '@kurenda/contract'
import type { Client } from '@kurenda/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receiveIncoming, routeWaiting } from '#modules/inbound'
import { foldTallies, recordResponse } from '#modules/surveys'
import { inOrganization, listen, transaction } from '#platform/db'
import { openTestApi, type TestApi } from './test-api.ts'

let api: TestApi
let client: Client
beforeAll(async () => {
  api = await openTestApi({ now: '2026-05-20T10:00:00Z' })
  client = await api.client()
})
afterAll(() => api.close())

const park: NewSurvey = {
  title: { pl: 'Park', uk: 'Парк' },
  languages: ['pl', 'uk'],
  keyword: 'park',
  resultsPublic: true,
  once: false,
  questions: [
    { id: 'visits', kind: 'yes-no', text: { pl: 'Czy bywasz w parku?', uk: 'Ви буваєте в парку?' }, goTo: [{ when: { is: false }, then: 'why' }] },
    {
      id: 'lacks',
      kind: 'choices',
      text: { pl: 'Czego brakuje?', uk: 'Чого бракує?' },
      choices: [
        { id: 'bench', label: { pl: 'Ławki', uk: 'Лавки' } },
        { id: 'light', label: { pl: 'Światło', uk: 'Світло' } },
      ],
    },
    { id: 'nps', kind: 'nps', text: { pl: 'Polecasz?', uk: 'Порадите?' }, next: 'end' },
    { id: 'why', kind: 'text', text: { pl: 'Dlaczego nie?', uk: 'Чому ні?' }, required: false },
  ],
} // oxfmt-ignore

async function page(
  path: string,
  fields?: Record<string, string | string[]>,
): Promise<{ status: number; html: string; url: string }> {
  const body = new URLSearchParams(
    Object.entries(fields ?? {}).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
  )
  const answer = await fetch(new URL(path, api.url), fields ? { method: 'POST', body } : {})
  return { status: answer.status, html: await answer.text(), url: new URL(answer.url).pathname }
}

/** As a browser without scripts: the form's hidden fields and one answer. */
async function submit(at: { html: string; url: string }, answer: Record<string, string | string[]>) {
  const action = /action="([^"]+)"/.exec(at.html)?.[1] ?? at.url
  const hidden = Object.fromEntries(
    [...at.html.matchAll(/type="hidden" name="([^"]+)" value="([^"]+)"/g)].map(([, name, value]) => [
      name ?? '',
      value ?? '',
    ]),
  )
  return page(action, { ...hidden, ...answer })
}

async function text(from: string, ...texts: string[]): Promise<void> {
  for (const one of texts) {
    api.clock.advance(60_000)
    const content = { text: one }
    await transaction(api.db.engine, (engine) =>
      receiveIncoming(engine, api.db, [
        { is: 'message', from, to: '48600100200', content, connection: 'a', at: api.clock.now() },
      ]),
    )
    await routeWaiting(api.db.engine, api.clock)
  }
}
function question(results: SurveyResults, id: string) {
  const { answered, skipped, options, score } = results.questions.find((one) => one.id === id) ?? { options: [] }
  return { answered, skipped, score, counts: Object.fromEntries(options.map((one) => [one.id, one.count])) }
}

test('what the console can do with surveys, an integrator can too', () => {
  const of = (prefix: string) =>
    api.routes
      .filter(({ url }) => url.startsWith(`${prefix}/survey`) || url.startsWith(`${prefix}/dialogue`))
      .map(({ method, url }) => `${method} ${url.replace(prefix, '')}`)
      .sort()
  expect(of('/api/v1')).toEqual(of('/console-api'))
  expect(of('/api/v1').length).toBeGreaterThanOrEqual(20)
})

test('a survey answered by SMS, on the web without a script, on paper, by voice keypress and by app card gives one tally', async () => {
  const survey = await client.surveys.create(park)
  expect((await page(new URL(survey.url).pathname)).status).toBe(404)
  await client.surveys.open(survey.id)
  await text('+48600100301', 'PARK', 'tak', '1 i 2', '10')

  let at = await page(new URL(survey.url).pathname)
  expect(at.html).toContain('Czy bywasz w parku?')
  at = await submit(at, { answer: 'yes' })
  at = await submit(at, { answer: ['light'] })
  at = await submit(at, { answer: '3' })
  expect(at.html).toContain('Dziękujemy za odpowiedzi!')

  const paper = await client.surveys.enterResponse(survey.id, { answers: { visits: false, why: 'Daleko' } })
  expect(paper).toMatchObject({ channel: 'paper', complete: true, phone: null })

  const { organizationId } = api.db
  const whole = { organizationId, surveyId: survey.id, by: null, now: api.clock.now() }
  const voice = new Map([['visits', { keys: '1' }], ['lacks', { keys: '2' }], ['nps', { keys: '9' }]]) // oxfmt-ignore
  await inOrganization(api.db.api, organizationId, (db) =>
    recordResponse(db, { ...whole, channel: 'voice', given: voice }),
  )
  const app = new Map([['visits', { choices: ['no'] }], ['why', { skip: true as const }]]) // oxfmt-ignore
  await inOrganization(api.db.api, organizationId, (db) => recordResponse(db, { ...whole, channel: 'app', given: app }))

  await foldTallies(api.db.engine)
  const results = await client.surveys.results(survey.id, { by: 'channel' })
  expect(results.responses).toMatchObject({
    complete: 5,
    partial: 0,
    byChannel: { app: 1, paper: 1, sms: 1, voice: 1, web: 1 },
    byDay: { '2026-05-20': 5 },
  })
  expect(question(results, 'visits')).toEqual({ answered: 5, skipped: 0, score: null, counts: { yes: 3, no: 2 } })
  expect(question(results, 'lacks')).toMatchObject({ answered: 3, counts: { bench: 1, light: 3 } })
  expect(question(results, 'nps').score).toBeCloseTo((100 * (2 - 1)) / 3)
  expect(question(results, 'why')).toMatchObject({ answered: 1, skipped: 1 })
  expect(results.cross.map(({ value, responses }) => [value, responses]).sort()).toEqual(
    ['app', 'paper', 'sms', 'voice', 'web'].map((value) => [value, 1]),
  )
  const shown = await page(`${new URL(survey.url).pathname}/results`)
  expect(shown.html).toContain('5 odpowiedzi')

  expect((await client.surveys.texts(survey.id, { q: 'dalek' })).items).toMatchObject([
    { question: 'why', text: 'Daleko' },
  ])
  expect((await client.surveys.texts(survey.id, { q: 'blisko' })).items).toEqual([])
  const all = []
  for await (const response of client.surveys.responses(survey.id, { limit: 2 })) all.push(response.channel)
  expect(all.sort()).toEqual(['app', 'paper', 'sms', 'voice', 'web'])
})

test('results are parted by the answers to another question, counted as those of the tally are', async () => {
  const survey = await client.surveys.create({ ...park, keyword: null })
  await client.surveys.open(survey.id)
  expect((await client.surveys.get(survey.id)).lastAnswerOn).toBeNull()
  const sheets = [
    { visits: true, lacks: ['bench', 'light'], nps: 10 },
    { visits: true, lacks: ['light'], nps: 2 },
    { visits: false, why: 'Daleko' },
    { visits: false },
  ]
  for (const answers of sheets) await client.surveys.enterResponse(survey.id, { answers })
  const all = await client.surveys.results(survey.id)
  const byVisits = (await client.surveys.results(survey.id, { other: 'visits' })).cross
  expect(byVisits.map(({ value, label, responses }) => [value, label, responses])).toEqual([
    ['yes', 'Tak', 2],
    ['no', 'Nie', 2],
  ])
  // What both sides answered is what all answered.
  for (const { id } of all.questions) {
    const parts = byVisits.map((one) => question({ ...all, questions: one.questions }, id))
    const whole = question(all, id)
    expect([id, parts.reduce((sum, one) => sum + (one.answered ?? 0), 0)]).toEqual([id, whole.answered])
    expect([id, parts.reduce((sum, one) => sum + (one.skipped ?? 0), 0)]).toEqual([id, whole.skipped])
    for (const [choice, count] of Object.entries(whole.counts))
      expect([id, choice, parts.reduce((sum, one) => sum + (one.counts[choice] ?? 0), 0)]).toEqual([id, choice, count])
  }
  const byLack = (await client.surveys.results(survey.id, { other: 'lacks' })).cross
  expect(byLack.map(({ label, responses }) => [label, responses])).toEqual([
    ['Ławki', 1],
    ['Światło', 2],
  ])
  expect(byLack[1]?.questions.find(({ id }) => id === 'nps')).toMatchObject({ answered: 2, mean: 6, score: 0 })
  expect((await client.surveys.results(survey.id, { other: 'why' })).cross).toEqual([])
  expect((await client.surveys.get(survey.id)).lastAnswerOn).toBe('2026-05-20')
})

test('of an anonymous survey nothing is told by another answer of fewer than five people, nor what follows from the rest', async () => {
  const survey = await client.surveys.create({ ...park, keyword: null, anonymous: true })
  await client.surveys.open(survey.id)
  const parts = async () =>
    (await client.surveys.results(survey.id, { other: 'visits' })).cross.map(({ value, responses }) => [
      value,
      responses,
    ])
  const enter = (visits: boolean, times: number) =>
    Promise.all(
      Array.from({ length: times }, () =>
        client.surveys.enterResponse(survey.id, {
          answers: visits ? { visits, lacks: ['light'], nps: 9 } : { visits },
        }),
      ),
    )
  await enter(false, 6)
  await enter(true, 4)
  expect(await parts()).toEqual([])
  await enter(true, 1)
  expect(await parts()).toEqual([
    ['yes', 5],
    ['no', 6],
  ])
})

test('a survey is found by what its title holds, however it is typed', async () => {
  const { id } = await client.surveys.create({ ...park, keyword: null, title: { pl: 'Świetlica w Łęgu', uk: 'Клуб' } })
  const { items } = await client.surveys.list({ q: 'swietlica w leg' })
  expect(items.map((one) => one.id)).toEqual([id])
  expect((await client.surveys.list({ q: 'świetlica', state: 'open' })).items).toEqual([])
})

test('who looks at results is told of an answer from paper and of one from the page', async () => {
  const survey = await client.surveys.create({ ...park, keyword: null })
  const heard: number[] = []
  const news = (wanted: number) =>
    new Promise<void>((resolve) => {
      const stop = api.news.subscribe(api.db.organizationId, (event) => {
        if (event.name !== 'survey') return
        heard.push(event.data.id)
        if (heard.length < wanted) return
        stop()
        resolve()
      })
    })
  const bells = await listen(api.db.urls.api, { news: (payload) => api.news.ring(payload) })
  const opened = news(1)
  await client.surveys.open(survey.id)
  await opened
  const entered = news(2)
  await client.surveys.enterResponse(survey.id, { answers: { visits: false } })
  await entered
  const answered = news(3)
  await submit(await page(new URL(survey.url).pathname), { answer: 'yes' })
  await answered
  expect(heard).toEqual([survey.id, survey.id, survey.id])
  await bells.close()
})

test('an export has every answer in words, and no cell can be a formula', async () => {
  const survey = await client.surveys.create({ ...park, keyword: null })
  await client.surveys.open(survey.id)
  await client.surveys.enterResponse(survey.id, { answers: { visits: true, lacks: ['bench', 'light'], nps: 7 } })
  await client.surveys.enterResponse(survey.id, { answers: { visits: false, why: '=HYPERLINK("http://zle.example")' } })
  const csv = await (await client.surveys.export(survey.id, { format: 'csv' })).text()
  expect(csv).toContain('tak;Ławki, Światło;7;')
  expect(csv).toContain(`"'=HYPERLINK(""http://zle.example"")"`)
  const json = JSON.parse(await (await client.surveys.export(survey.id, { format: 'json' })).text()) as {
    responses: unknown[]
  }
  expect(json.responses).toHaveLength(2)
  const xlsx = new Uint8Array(await (await client.surveys.export(survey.id, { format: 'xlsx' })).arrayBuffer())
  expect(String.fromCharCode(...xlsx.slice(0, 2))).toBe('PK')
})

test('of two who save one survey the second is told who was first; one of 5 MB, that circles or leads nowhere is refused in words', async () => {
  const { id } = await client.surveys.create({ ...park, keyword: null })
  const content = surveyContent.parse({ ...park, keyword: null, title: { pl: 'Inaczej', uk: 'Інакше' } })
  await client.surveys.save(id, { version: 1, content })
  await expect(client.surveys.save(id, { version: 1, content })).rejects.toMatchObject({
    code: 'dialogue-changed',
    status: 409,
  })
  const [visits] = content.questions
  if (!visits) throw new Error('no question')
  const lost = { ...park, keyword: null, questions: [{ ...visits, next: 'nowhere' }] }
  await expect(client.surveys.create(lost)).rejects.toMatchObject({
    code: 'dialogue-invalid',
    status: 422,
    // Beside which question it belongs.
    params: {
      nodes: ['go-visits', 'go-visits'],
      'each.pl': expect.arrayContaining([expect.stringContaining('„nowhere”')]) as string[],
    },
  })
  const circle = {
    format: 1, title: { pl: 'Koło' }, languages: ['pl'], start: 'a',
    nodes: { a: { kind: 'say', text: { pl: 'A' }, next: 'b' }, b: { kind: 'say', text: { pl: 'B' }, next: 'a' } },
  } // oxfmt-ignore
  await expect(client.dialogues.create({ name: 'Koło', definition: circle })).rejects.toMatchObject({
    code: 'dialogue-invalid',
  })
  const heavy = { ...circle, title: { pl: 'x'.repeat(5_000_000) } }
  await expect(client.dialogues.create({ name: 'Ciężki', definition: heavy })).rejects.toMatchObject({ status: 413 })
})

test('what a clerk enters wrongly is refused with the questions, and nothing is kept; after the closing, too', async () => {
  const { id } = await client.surveys.create({ ...park, keyword: null })
  const enter = (answers: Record<string, string | boolean | number>) =>
    client.surveys.enterResponse(id, newSurveyResponse.parse({ answers }))
  await expect(enter({ visits: true })).rejects.toMatchObject({ code: 'survey-not-open' })
  await client.surveys.open(id)
  await expect(enter({ visits: 'może' })).rejects.toMatchObject({
    code: 'survey-answers',
    params: { questions: ['visits'] },
  })
  await expect(enter({ visits: false, nps: 4 })).rejects.toMatchObject({ params: { questions: ['nps'] } })
  await expect(enter({ visits: true, lacks: 'ławki', nps: 11 })).rejects.toMatchObject({
    params: { questions: ['nps'] },
  })
  expect((await client.surveys.results(id)).responses).toMatchObject({ complete: 0, partial: 0 })
  await client.surveys.close(id)
  await expect(enter({ visits: false })).rejects.toMatchObject({ code: 'survey-closed' })
  const { token } = (await api.db.owner.query<{ token: string }>('SELECT token FROM survey WHERE id = $1', [id]))
    .rows[0] ?? { token: '' }
  expect((await page(`/s/${token}`)).html).toContain('Ankieta jest zamknięta')
  expect((await page(`/s/${token}`, { to: 'visits', answer: 'yes' })).html).toContain('nie możemy już doliczyć')
})

test('a web page asks again for what is missing and keeps nothing of it; twice sent counts once; the language changes in the middle', async () => {
  const survey = await client.surveys.create({ ...park, keyword: null })
  await client.surveys.open(survey.id)
  const first = await page(new URL(survey.url).pathname)
  for (let time = 0; time < 4; time++) {
    const empty = await submit(first, {})
    expect(empty.status).toBe(422)
    expect(empty.html).toContain('Wybierz lub wpisz odpowiedź.')
  }
  const sessions = () => api.db.owner.query('SELECT FROM dialogue_session WHERE dialogue_id = $1', [survey.id])
  expect((await sessions()).rowCount).toBe(0)
  const second = await submit(first, { answer: 'yes', lang: 'uk' })
  expect(second.html).toContain('Чого бракує?')
  const again = await submit(second, { answer: ['bench'] })
  await submit(second, { answer: ['light'] })
  expect(again.html).toContain('Порадите?')
  const wrong = await submit(again, { answer: '11' })
  expect(wrong.status).toBe(422)
  const results = await client.surveys.results(survey.id)
  expect(question(results, 'lacks').counts).toEqual({ bench: 1, light: 0 })
  expect(results.responses).toMatchObject({ complete: 0, partial: 1 })
  expect((await page(`${new URL(survey.url).pathname}/abcdef`)).status).toBe(404)
  expect((await page('/s/nie-ma-takiej')).html).toContain('Nie ma takiej strony')
})

test('all questions fit one page where none leads elsewhere, and a poster brings people there', async () => {
  const questions = surveyContent.parse(park).questions.map(({ next: _next, ...one }) => ({ ...one, goTo: [] }))
  const survey = await client.surveys.create({ ...park, keyword: 'plakat', onePage: true, questions })
  await client.surveys.open(survey.id)
  const form = await page(new URL(survey.url).pathname)
  const order = questions.map(({ text }) => form.html.indexOf(text.pl ?? ''))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  const half = await submit(form, { visits: 'yes', nps: '9' })
  expect(half.status).toBe(422)
  expect(half.html).toMatch(/value="9"\s+checked/)
  expect(half.html).toMatch(/<textarea[^>]*><\/textarea>/)
  const whole = await submit(form, { visits: 'yes', lacks: ['bench'], nps: '9', why: '' })
  expect(whole.html).toContain('Dziękujemy za odpowiedzi!')
  expect((await client.surveys.results(survey.id)).responses).toMatchObject({ complete: 1, byChannel: { web: 1 } })
  const poster = await page(`${new URL(survey.url).pathname}/poster`)
  expect(poster.html).toContain('PLAKAT')
  expect((await page(`${new URL(survey.url).pathname}/qr.svg`)).html).toContain('<svg')
})

test('a broadcast that carries a survey puts its first question, costs what is expected to follow, and needs it to be open', async () => {
  const survey = await client.surveys.create({ ...park, keyword: 'rozsylka' })
  const draft = { survey: survey.id, audience: { numbers: '600 100 401, 600 100 402' } }
  await expect(client.broadcasts.createDraft(draft)).rejects.toMatchObject({ code: 'survey-not-open' })
  await client.surveys.open(survey.id)
  const made = await client.broadcasts.createDraft({ ...draft, text: 'Coś całkiem innego' })
  expect(made.content.text).toBe('Czy bywasz w parku?\nOdpisz TAK albo NIE.')
  expect(made.content.translations).toEqual({ uk: expect.stringContaining('Ви буваєте в парку?') as string })
  const counted = await client.broadcasts.prepare(made.id)
  expect(counted).toMatchObject({ recipients: 2, parts: 2 })
  expect(counted.followUpParts).toBeGreaterThan(0)
  expect(Number(counted.cost.amount)).toBeCloseTo((2 + counted.followUpParts) * 0.08)
  expect(await client.broadcasts.get(made.id)).toMatchObject({ survey: survey.id })
})

test('how a survey would go is seen without saving it, on each channel', async () => {
  const content = surveyContent.parse(park)
  const sms = await client.surveys.simulate({ content, says: ['tak', 'wszystkie', '10'] })
  expect(sms.turns.map(({ shows }) => shows.split('\n')[0])).toEqual([
    'Czy bywasz w parku?', 'Czego brakuje?', 'Polecasz?', 'Dziękujemy za odpowiedzi!',
  ]) // oxfmt-ignore
  expect(sms).toMatchObject({ ending: 'done', turns: [{ parts: 1 }, {}, {}, {}] })
  for (const channel of ['web', 'voice', 'app', 'email'] as const) {
    const { turns } = await client.surveys.simulate({ content, channel, language: 'uk', says: ['так'] })
    expect(turns[1]?.shows).toContain('Чого бракує?')
  }
  const web = await client.surveys.simulate({ content, channel: 'web', says: [{ choices: ['no'] }, { skip: true }] })
  expect(web.turns[0]?.page?.form).toMatchObject({
    question: 'Czy bywasz w parku?',
    field: 'radios',
    options: [{ id: 'yes' }, { id: 'no' }],
    skip: null,
  })
  expect(web.turns[1]?.page?.form).toMatchObject({ field: 'textarea', skip: expect.any(String) as string })
  expect(web).toMatchObject({ ending: 'done', turns: [{}, {}, { page: { form: null } }] })
})

test('a dialogue is kept in versions, opened and closed; a webhook only where anyone may call', async () => {
  const definition = {
    format: 1, title: { pl: 'Zapisy' }, languages: ['pl'], start: 'ask',
    nodes: {
      ask: { kind: 'ask', question: { pl: 'Ile osób?' }, answer: { kind: 'number', least: 1, most: 9 }, next: 'call' },
      call: { kind: 'call-webhook', hook: 'kasa', send: ['ask'], keep: ['price'], next: 'end', whenFailed: 'end' },
      end: { kind: 'end', text: { pl: 'Do zobaczenia!' } },
    },
  } // oxfmt-ignore
  const made = { name: 'Zapisy', keyword: 'zapisy', definition }
  await expect(client.dialogues.create(made)).rejects.toMatchObject({ code: 'hook-not-found' })
  for (const url of [
    'http://9.9.9.9/',
    'https://127.0.0.1/',
    'https://10.0.0.5/',
    'https://[::1]/',
    'https://localhost/',
    'https://a:b@9.9.9.9/',
    'nic',
  ])
    await expect(client.dialogueHooks.save({ name: 'kasa', url })).rejects.toMatchObject({ code: 'hook-address' })
  const hook = await client.dialogueHooks.save({ name: 'kasa', url: 'https://9.9.9.9/kasa' })
  expect((await client.dialogueHooks.list()).items).toEqual([
    { id: hook.id, name: 'kasa', url: 'https://9.9.9.9/kasa' },
  ])
  const { id } = await client.dialogues.create(made)
  expect((await client.dialogues.open(id)).state).toBe('open')
  expect((await client.dialogues.save(id, { version: 1, dialogue: { ...made, name: 'Zapisy na rajd' } })).version).toBe(
    2,
  )
  expect((await client.dialogues.get(id)).name).toBe('Zapisy na rajd')
  expect((await client.dialogues.list()).items.map((one) => one.id)).toContain(id)
  expect((await client.dialogues.close(id)).state).toBe('closed')
  await client.dialogueHooks.remove(hook.id)
  const booking = {
    ...definition,
    nodes: {
      ...definition.nodes,
      call: { kind: 'book', action: 'reserve', service: 'dowód', next: 'end', whenFailed: 'end' },
    },
  }
  await expect(client.dialogues.create({ name: 'Wizyta', definition: booking })).rejects.toMatchObject({
    code: 'dialogue-step-unavailable',
  })
})

test('every call of the client about surveys and dialogues was answered', async () => {
  const { items } = await client.surveys.list({ state: 'open' })
  const [first] = items
  expect(items.length).toBeGreaterThan(3)
  const id = first?.id ?? 0
  expect(await client.surveys.get(id)).toEqual(first)
  // More of these in survey-once and survey-report.
  expect((await client.surveys.makeLinks(id, { phones: ['600 100 999'] })).items).toHaveLength(1)
  expect((await client.surveys.waves(id)).waves).toHaveLength(1)
  expect(await client.surveys.representation(id)).toEqual({ fields: [] })
  expect(await client.surveys.textGroups(id)).toMatchObject({ question: 'why' })
  expect((await client.surveys.report(id)).ok).toBe(true)
  expect((await client.surveys.exportLinks(id)).ok).toBe(true)
  expect(api.notAnswered(['surveys', 'dialogues', 'dialogueHooks'])).toEqual([])
})
