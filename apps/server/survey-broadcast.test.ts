import { decode } from '@kurenda/sms-text'
import { listen, type Session, type SmppServer } from '@kurenda/smpp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Gateway } from '#modules/messaging'
import { startGateway } from './gateway.ts'
import { openTestApi, type TestApi } from './test-api.ts'
import { startWorker } from './worker.ts'
import { testSeal } from '#platform/testing'

const ours = '48600100200'

/** A provider with phones: each person answers what comes to them with their next words, over the same session. */
class Phones {
  readonly got = new Map<string, string[]>()
  readonly #says: Map<string, string[]>
  #server: SmppServer | undefined
  #look: () => void = () => {}

  constructor(says: Record<string, string[]>) {
    this.#says = new Map(Object.entries(says))
  }

  async open(): Promise<number> {
    this.#server = await listen({
      port: 0,
      authenticate: () => Promise.resolve(0),
      onRequest: (pdu, session) => {
        if (pdu.command !== 'submit_sm') return Promise.resolve({ status: 3 })
        const { destination_addr: person, data_coding, short_message } = pdu
        const texts = this.got.get(person) ?? []
        this.got.set(person, [...texts, decode(data_coding === 8 ? 'ucs2' : 'gsm7', short_message ?? Buffer.of())])
        setImmediate(() => this.#answer(session, person))
        return Promise.resolve({ status: 0, message_id: `${person}-${texts.length}` })
      },
    })
    return this.#server.port
  }

  #answer(session: Session, person: string): void {
    const words = this.#says.get(person)?.shift()
    if (words !== undefined) this.#write(session, person, words).catch(() => {})
    this.#look()
  }

  async #write(session: Session, person: string, words: string): Promise<void> {
    await session.request({
      command: 'deliver_sm',
      source_addr_ton: 1,
      source_addr_npi: 1,
      source_addr: person,
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: ours,
      short_message: Buffer.from(words, 'latin1'),
    })
  }

  /** Looks whenever a text has come. */
  until(is: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#look = () => is() && resolve()
      this.#look()
    })
  }

  async close(): Promise<void> {
    await this.#server?.close()
  }
}

let api: TestApi
let phones: Phones
let gateway: Gateway | undefined
let worker: { stop(): Promise<void> } | undefined
const errors: unknown[] = []

beforeEach(async () => {
  api = await openTestApi({ now: new Date().toISOString() })
})
afterEach(async () => {
  await worker?.stop()
  await gateway?.stop(1_000)
  await phones.close()
  await api.close()
})

async function start(): Promise<void> {
  const config = { host: '127.0.0.1', port: await phones.open(), systemId: 'kurenda', password: 'x' }
  await api.db.owner.query('UPDATE channel SET config = $2 WHERE id = $1', [api.db.channelId, config])
  const { engine: engineUrl, owner: ownerUrl } = api.db.urls
  worker = await startWorker({ seal: testSeal, ownerUrl, engineUrl, onError: (error) => errors.push(error) })
  gateway = await startGateway({
    seal: testSeal,
    engineUrl,
    log: (event) => event.event === 'gateway-error' && errors.push(event.err),
  })
}

test('a survey in a broadcast goes over SMPP to phones, their answers come back over it, and the tally shows them', async () => {
  const says: Record<string, string[]> = {
    '48600100601': ['TAK', 'Lawki', '5'],
    '48600100602': ['tak', '2', '4'],
    '48600100603': ['nie'],
    '48600100604': ['nie wiem jeszcze', 'tak', 'STOP'],
    '48600100605': [],
  }
  const people = Object.keys(says)
  phones = new Phones(says)
  await start()
  const client = await api.client()
  const survey = await client.surveys.create({
    title: { pl: 'Park' },
    questions: [
      { id: 'visits', kind: 'yes-no', text: { pl: 'Bywasz w parku?' }, goTo: [{ when: { is: false }, then: 'end' }] },
      {
        id: 'wish',
        kind: 'choice',
        text: { pl: 'Co najpierw?' },
        choices: [
          { id: 'bench', label: { pl: 'Ławki' } },
          { id: 'light', label: { pl: 'Lampy' } },
        ],
      },
      { id: 'mark', kind: 'scale', text: { pl: 'Ocena?' } },
    ],
    thanks: { pl: 'Dzięki!' },
  })
  await client.surveys.open(survey.id)
  const draft = await client.broadcasts.createDraft({ survey: survey.id, audience: { numbers: people.join('\n') } })
  await client.broadcasts.prepare(draft.id)
  await client.broadcasts.confirm(draft.id, { quietHours: 'send' }, { idempotencyKey: 'once' })
  const last = (person: string) => phones.got.get(person)?.at(-1) ?? ''
  await phones.until(
    () =>
      ['601', '602', '603'].every((end) => last(`48600100${end}`) === 'Dzięki!') &&
      last('48600100604').startsWith('Wypisano') &&
      last('48600100605') !== '',
  )
  expect(phones.got.get('48600100605')).toEqual(['Bywasz w parku?\nOdpisz TAK albo NIE.'])
  expect(phones.got.get('48600100601')).toHaveLength(4)
  const results = await client.surveys.results(survey.id, { by: 'broadcast' })
  expect(results).toMatchObject({
    responses: { complete: 3, partial: 1, byChannel: { sms: 4 } },
    invited: { people: 5, answered: 4, rate: 0.8 },
    cross: [{ value: String(draft.id), responses: 4 }],
  })
  const counts = results.questions.map(({ options }) => Object.fromEntries(options.map(({ id, count }) => [id, count])))
  expect(counts).toEqual([
    { yes: 3, no: 1 },
    { bench: 1, light: 1 },
    { 1: 0, 2: 0, 3: 0, 4: 1, 5: 1 },
  ])
  expect(errors).toEqual([])
})
