import type { NewSurvey } from '@kurenda/contract'
import type { Client } from '@kurenda/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receiveIncoming, routeWaiting } from '#modules/inbound'
import { transaction } from '#platform/db'
import { openTestApi, type TestApi } from './test-api.ts'

let api: TestApi
let client: Client
beforeAll(async () => {
  api = await openTestApi({ now: '2026-05-20T10:00:00Z' })
  client = await api.client()
})
afterAll(() => api.close())

const park: NewSurvey = {
  title: { pl: 'Park' },
  questions: [
    { id: 'visits', kind: 'yes-no', text: { pl: 'Czy bywasz w parku?' } },
    { id: 'mark', kind: 'scale', text: { pl: 'Ocena?' } },
  ],
}
const ann = '+48600100801'
const already = 'Mamy już Twoją odpowiedź'

async function open(content: Partial<NewSurvey> = {}) {
  const { id } = await client.surveys.create({ ...park, ...content })
  return client.surveys.open(id)
}
async function linkOf(survey: number, phone = ann): Promise<string> {
  const { items } = await client.surveys.makeLinks(survey, { phones: [phone] })
  return new URL(items[0]?.url ?? '').pathname
}

/** One browser: it goes where it is sent, and keeps the cookies of a path. */
class Browser {
  cookie = ''

  async show(path: string, fields?: Record<string, string>): Promise<{ status: number; html: string; url: string }> {
    const answer = await fetch(new URL(path, api.url), {
      headers: { cookie: this.cookie },
      redirect: 'manual',
      ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
    })
    this.cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.cookie
    const to = answer.headers.get('location')
    if (to !== null) return this.show(to)
    return { status: answer.status, html: await answer.text(), url: new URL(answer.url).pathname }
  }

  /** Fills in what the page asks, one answer after the other. */
  async answer(path: string, ...answers: string[]) {
    let at = await this.show(path)
    for (const answer of answers) {
      const hidden = [...at.html.matchAll(/type="hidden" name="([^"]+)" value="([^"]+)"/g)]
      const fields = Object.fromEntries(hidden.map(([, name, value]) => [name ?? '', value ?? '']))
      at = await this.show(/action="([^"]+)"/.exec(at.html)?.[1] ?? at.url, { ...fields, answer })
    }
    return at
  }
}

async function write(...texts: string[]): Promise<void> {
  for (const text of texts) {
    api.clock.advance(60_000)
    const message = { is: 'message' as const, from: ann, to: '48600100200', content: { text }, connection: 'a' }
    await transaction(api.db.engine, (engine) => receiveIncoming(engine, api.db, [{ ...message, at: api.clock.now() }]))
    await routeWaiting(api.db.pipelined, api.clock)
  }
}
async function complete(survey: number): Promise<number> {
  return (await client.surveys.results(survey)).responses.complete
}

test('a link of one’s own takes one answer, from whatever browser, and says kindly that it is there', async () => {
  const survey = await open()
  const link = await linkOf(survey.id)
  expect(await linkOf(survey.id, '600 100 801')).toBe(link)
  const done = await new Browser().answer(link, 'yes', '4')
  expect(done.html).toContain('Twoja odpowiedź jest zapisana')
  expect(done.url).toBe(link)
  const again = await new Browser().answer(link, 'no', '1')
  expect(again.html).toContain('Twoja odpowiedź jest zapisana')
  expect(await complete(survey.id)).toBe(1)
  expect((await client.surveys.responses(survey.id)).items).toMatchObject([
    { channel: 'web', phone: ann, complete: true, answers: { visits: true, mark: 4 } },
  ])
})

test('who goes away in the middle goes on by the same link', async () => {
  const survey = await open()
  const link = await linkOf(survey.id)
  await new Browser().answer(link, 'yes')
  expect((await new Browser().show(link)).html).toContain('Ocena?')
  await new Browser().answer(link, '5')
  expect((await client.surveys.responses(survey.id)).items).toMatchObject([{ answers: { visits: true, mark: 5 } }])
})

test('of two windows of one person that send their answers at once one is kept', async () => {
  const survey = await open({ onePage: true })
  const link = await linkOf(survey.id)
  const send = () => new Browser().show(link, { visits: 'yes', mark: '3' })
  const [first, second] = await Promise.all([send(), send()])
  expect([first.status, second.status]).toEqual([200, 200])
  expect(await complete(survey.id)).toBe(1)
  expect((await new Browser().show(link)).html).toContain('Twoja odpowiedź jest zapisana')
})

test('who answered by SMS has answered on the web, and the other way round', async () => {
  const bySms = await open({ keyword: 'park' })
  await write('PARK', 'tak', '4')
  const link = await linkOf(bySms.id)
  expect((await new Browser().show(link)).html).toContain(already)
  expect((await new Browser().show(link, { to: 'visits', answer: 'yes' })).html).toContain(already)
  const onWeb = await open({ keyword: 'plac' })
  await write('PLAC', 'tak')
  await new Browser().answer(await linkOf(onWeb.id), 'no', '2')
  await write('4')
  await write('PLAC')
  expect([await complete(bySms.id), await complete(onWeb.id)]).toEqual([1, 1])
})

test('a file of links holds everyone of a group who may be texted, and a broadcast to it gives each person their own', async () => {
  const survey = await open({ anonymous: true })
  const { id: group } = await client.groups.create({ name: 'Lipki' })
  const person = (name: string, phones: string[]) => client.contacts.create({ name, phones, groups: [group] })
  await person('Łucja Żak', ['600 100 811'])
  await person('=Adam', ['600 100 812'])
  await person('Bez Telefonu', [])
  await person('Wypisany Jan', ['600 100 813'])
  await client.optOuts.record({ address: '600100813', reason: 'telefon' })

  const file = await client.surveys.exportLinks(survey.id, { groups: [group] })
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(file.headers.get('content-disposition')).toBe(`attachment; filename="survey-${survey.id}-links.csv"`)
  const bytes = Buffer.from(await file.arrayBuffer())
  const [head, ...lines] = bytes.toString('utf8').replace('\ufeff', '').trimEnd().split('\r\n')
  const [made] = (await client.audit.list({ limit: 1 })).items
  expect(made).toMatchObject({ verb: 'make-links', noun: 'survey', details: '{"count":2}' })
  const { items: links } = await client.surveys.makeLinks(survey.id, { phones: ['600100811', '600100812'] })
  expect(head).toBe('telefon;imię i nazwisko;link')
  expect(lines).toEqual([`48600100811;Łucja Żak;${links[0]?.url}`, `48600100812;'=Adam;${links[1]?.url}`])

  const text = 'Prosimy o pięć minut, adres tylko dla tej osoby: {{ link }}'
  const prepared = await client.broadcasts.prepareList(bytes, { text })
  expect(prepared).toMatchObject({ recipients: 2, parts: 4 })
  for (const position of [0, 1]) {
    const shown = await client.broadcasts.preview(prepared.broadcast, { position })
    const own = links.find(({ phone }) => phone === shown.to)?.url ?? ''
    expect(shown).toMatchObject({ text: text.replace('{{ link }}', own), parts: 2 })
  }
})

test('a file of links is made by those who may take people’s numbers out, of groups that are there', async () => {
  const survey = await open()
  const keyed = await api.client({ scopes: ['surveys:manage'] })
  await expect(keyed.surveys.exportLinks(survey.id)).rejects.toMatchObject({ code: 'forbidden' })
  for (const query of [{ groups: [999_999] }, { segments: [999_999] }])
    await expect(client.surveys.exportLinks(survey.id, query)).rejects.toMatchObject({ code: 'not-found' })
  await expect(client.surveys.exportLinks(999_999)).rejects.toMatchObject({ code: 'not-found' })
})

test('a link that was made for nobody, or in another survey, leads nowhere', async () => {
  const [one, other] = [await open(), await open()]
  const key = (await linkOf(one.id)).split('/').at(-1) ?? ''
  const token = new URL(other.url).pathname
  expect((await new Browser().show(`${token}/${key}`)).status).toBe(404)
  expect((await new Browser().show(`${token}/${'a'.repeat(24)}`, { answer: 'yes' })).status).toBe(404)
  await expect(client.surveys.makeLinks(one.id, { phones: ['12'] })).rejects.toMatchObject({ code: 'invalid-request' })
})

test('of an anonymous survey a link of one’s own tells that they answered, and not what', async () => {
  const survey = await open({ anonymous: true })
  const link = await linkOf(survey.id)
  await new Browser().answer(link, 'yes', '4')
  expect((await new Browser().show(link)).html).toContain('Twoja odpowiedź jest zapisana')
  const { items } = await client.surveys.responses(survey.id)
  expect(items).toMatchObject([{ phone: null, complete: true }])
  const { rowCount } = await api.db.engine.query('SELECT FROM dialogue_session WHERE id = $1', [items[0]?.id])
  expect(rowCount).toBe(0)
})

test('a browser that answered by the link for all is told so; another may answer, and the mark names nobody', async () => {
  const survey = await open({ keyword: 'wspolna' })
  const path = new URL(survey.url).pathname
  const [one, two] = [new Browser(), new Browser()]
  const done = await one.answer(path, 'yes', '4')
  expect(done.html).toContain('Gotowe')
  const { html } = await one.show(path)
  expect(html).toContain('Z tej przeglądarki już odpowiedziano')
  expect(html).toContain('w innej przeglądarce')
  expect(html).toContain('WSPOLNA')
  expect((await one.show(path, { to: 'visits', answer: 'yes' })).html).toContain('już odpowiedziano')
  await two.answer(path, 'no', '2')
  expect(await complete(survey.id)).toBe(2)
  expect(one.cookie).toBe(two.cookie)
})

test('a survey that may be answered often sets no mark', async () => {
  const survey = await open({ once: false })
  const browser = new Browser()
  for (const mark of ['4', '5']) await browser.answer(new URL(survey.url).pathname, 'yes', mark)
  expect(browser.cookie).toBe('')
  expect(await complete(survey.id)).toBe(2)
})
