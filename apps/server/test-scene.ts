import { setTimeout as pause } from 'node:timers/promises'
import type { Broadcast } from '@kurenda/contract'
import type { Page } from 'playwright-core'

/** A town in the middle of a working day: what a page may show is there. */
export interface Scene {
  /** Broadcasts: one that arrives, one that waits for approval, one still written. */
  sent: number
  review: number
  draft: number
  conversation: number
  /** One that is open and answered, and one still written. */
  survey: number
  surveyDraft: number
  person: number
  segment: number
  approver: { email: string; password: string }
}

interface Made {
  id: number
}

const choice = (id: string, label: string) => ({ id, label: { pl: label } })
const busSurvey = {
  title: { pl: 'Autobus gminny: o której i dokąd' },
  keyword: 'AUTOBUS',
  once: false,
  resultsPublic: true,
  aspects: ['sołectwo'],
  questions: [
    {
      id: 'q1',
      kind: 'choice',
      text: { pl: 'Do czego najczęściej potrzebuje Pan, Pani autobusu?' },
      choices: [
        choice('c1', 'Praca'),
        choice('c2', 'Lekarz'),
        choice('c3', 'Szkoła'),
        choice('c4', 'Zakupy'),
        choice('c5', 'Nie jeżdżę'),
      ],
      goTo: [{ when: { is: 'c5' }, then: 'q4' }],
    },
    { id: 'q2', kind: 'scale', text: { pl: 'Jak ocenia Pan, Pani dzisiejszy rozkład, od 1 do 5?' }, from: 1, to: 5 },
    { id: 'q3', kind: 'nps', text: { pl: 'Na ile poleca Pan, Pani nasz autobus sąsiadom, od 0 do 10?' } },
    { id: 'q4', kind: 'text', text: { pl: 'Co zmienić najpierw?' }, required: false },
  ],
}
const wishes = [
  'Żeby wrócić po piętnastej trzydzieści, bo teraz córka czeka godzinę.',
  'Stopień za wysoki, z laską nie wejdę.',
  'W sobotę choć jeden kurs na targ.',
  'Wiata, bo dzieci mokną.',
]
/** Three dozen sheets of paper, the same each time. */
const busAnswers = Array.from({ length: 36 }, (_, i): Record<string, string | number | undefined> => {
  const q1 = ['c1', 'c2', 'c1', 'c3', 'c2', 'c1', 'c4', 'c2', 'c5'][i % 9]
  const words = i % 5 === 0 ? { q4: wishes[(i / 5) % wishes.length] } : {}
  if (q1 === 'c5') return { q1, ...words }
  return { q1, q2: [3, 4, 2, 3, 5, 1, 3][i % 7], q3: [9, 10, 7, 8, 6, 9, 3, 10][i % 8], ...words }
})

/** A resident goes through the survey's page, one question after the other. */
async function answerPage(page: Page, path: string, answers: Record<string, string | number | undefined>) {
  let at = path
  for (const question of ['q1', 'q2', 'q3', 'q4']) {
    const answer = answers[question]
    if (answer === undefined && question !== 'q4') continue
    const fields = answer === undefined ? { to: question, skip: 'skip' } : { to: question, answer: String(answer) }
    at = await page.evaluate(
      async ([to, body]) => {
        const said = await fetch(to, { method: 'POST', body: new URLSearchParams(body) })
        if (!said.ok) throw new Error(`${to}: ${said.status}`)
        return new URL(said.url).pathname
      },
      [at, fields] as const,
    )
  }
}

const approver = { email: 'zgoda@przykladowo.example', password: 'cztery spokojne słowa razem' }
const tries = 600

/** Fills the demo town through the console's own API, as the one who is signed in on the page. */
export async function setScene(page: Page): Promise<Scene> {
  const ask = <Answer>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') =>
    page.evaluate(
      async ([path, method, body]) => {
        const answer = await fetch(path, {
          method,
          ...(body !== '' && { body, headers: { 'content-type': 'application/json' } }),
        })
        const said = (await answer.json().catch(() => ({}))) as Answer
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(said)}`)
        return said
      },
      [path, method, body === undefined ? '' : JSON.stringify(body)] as const,
    )
  const api = <Answer>(path: string, body?: unknown, method?: string) =>
    ask<Answer>(`/console-api${path}`, body, method)
  async function until<Answer>(path: string, holds: (answer: Answer) => boolean): Promise<Answer> {
    for (let i = 0; i < tries; i++) {
      const answer = await api<Answer>(path)
      if (holds(answer)) return answer
      await pause(100)
    }
    throw new Error(`${path} did not become what it should`)
  }

  const groups = (await api<{ items: (Made & { name: string })[] }>('/groups')).items
  const group = (name: string) => groups.find((each) => each.name === name)?.id ?? 0
  const make = async (name: string, text: string, to: string, more: object = {}) => {
    const content = { name, text, audience: { groups: [group(to)], segments: [], numbers: '' }, ...more }
    const { id } = await api<Made>('/broadcasts/drafts', content)
    await api(`/broadcasts/${id}/prepare`, {})
    return id
  }
  const month = new Date().toISOString().slice(0, 7)
  await api('/budgets', { unit: null, month, amount: 6000 }, 'PUT')

  const sent = await make(
    'Odbiór odpadów: zmiana terminu',
    'Dzień dobry, w tym tygodniu odbierzemy odpady w sołectwie {{ sołectwo }} w czwartek, nie w środę.',
    'Mieszkańcy',
  )
  await api(`/broadcasts/${sent}/confirm`, { quietHours: 'send' })
  await api(`/broadcasts/${sent}/send-now`, {})
  // A phone that was asleep gets it in twenty seconds; nothing here waits for that one.
  await until<Broadcast>(
    `/broadcasts/${sent}`,
    ({ totals: { queued, submitted, delivered } }) => queued === 0 && delivered > submitted,
  )

  const { items } = await api<{ items: { sender: string }[] }>('/channels')
  const write = (from: string, text: string) =>
    ask(`/simulator/phones/${encodeURIComponent(from)}/messages`, { to: items[0]?.sender ?? '', text })
  await write('+48600001000', 'A co z bioodpadami, też w czwartek?')
  await write('+48600001007', 'Dziękuję za wiadomość. Czy starą kanapę też odbierzecie?')
  const talks = await until<{ items: (Made & { broadcast: unknown })[] }>(
    '/conversations',
    (found) => found.items.length === 2 && found.items.every(({ broadcast }) => broadcast !== null),
  )

  const tomorrow = new Date(Date.now() + 86_400_000)
  tomorrow.setHours(12, 0, 0, 0)
  const planned = await make('Termin drugiej raty podatku', 'Termin drugiej raty podatku mija jutro.', 'Odpady', {
    sendAt: tomorrow.toISOString(),
  })
  await api(`/broadcasts/${planned}/confirm`, {})

  const rules = await api<object>('/sending-rules')
  await api('/sending-rules', { ...rules, approvalFrom: 200 }, 'PUT')
  await api('/staff', { ...approver, name: 'Paweł Przykładowy', role: 'approver' })
  const review = await make(
    'Bezpłatne badania słuchu',
    'Bezpłatne badania słuchu w środę o 10:00 w urzędzie gminy. Zapisy: ta odpowiedź.',
    'Mieszkańcy',
  )
  await api(`/broadcasts/${review}/review`, { comment: 'Proszę o szybką zgodę, lekarz potwierdził termin.' })
  const draft = await make(
    'Zebranie w Kalinowie',
    'Zebranie w Kalinowie w piątek o 18:00 w świetlicy.',
    'Sołectwo Kalinowo',
  )
  const { id: survey, url } = await api<Made & { url: string }>('/surveys', busSurvey)
  await api(`/surveys/${survey}/open`, {})
  for (const answers of busAnswers) await api(`/surveys/${survey}/responses`, { answers })
  for (const answers of busAnswers.slice(0, 9)) await answerPage(page, new URL(url).pathname, answers)
  const surveyDraft = (
    await api<Made>('/surveys', { ...busSurvey, title: { pl: 'Świetlica w Brzozówce' }, keyword: null })
  ).id
  const { id: segment } = await api<Made>('/segments', {
    name: 'Kalinowo bez wypisanych',
    condition: { all: [{ is: 'in_group', group: group('Sołectwo Kalinowo') }, { is: 'not_opted_out' }] },
  })
  await api('/contact-fields', { label: 'Ulica', type: 'text' })
  await api('/opt-outs', { address: '600001011', reason: 'telefon do urzędu' })
  const found = await api<{ items: Made[] }>('/contacts?search=600001000')
  return {
    sent,
    review,
    draft,
    conversation: talks.items[0]?.id ?? 0,
    person: found.items[0]?.id ?? 0,
    segment,
    survey,
    surveyDraft,
    approver,
  }
}
