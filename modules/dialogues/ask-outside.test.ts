import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { TestClock } from '#platform/clock'
import { inOrganization, transaction } from '#platform/db'
import { openOutgoing } from '#platform/outgoing'
import { openTestDatabase, testSeal, type TestDatabase } from '#platform/testing'
import { askOutside, hookNews } from './ask-outside.ts'
import { Floor } from './floor.ts'
import { saveHook } from './hooks.ts'
import { loadDialogues } from './load-askings.ts'
import { moveDialogue } from './open-dialogue.ts'
import { createDialogue } from './save-dialogue.ts'

let db: TestDatabase
let server: Server
let ca: string
/** What the town said it signs with. */
let secret: string
let answer: 'price' | 'nothing' | 'hang' | 'redirect' | 'flood' | 'nonsense'
let heard: { body: string; signature: string | undefined }[]
const clock = new TestClock('2026-11-03T10:00:00Z')

beforeAll(async () => {
  db = await openTestDatabase()
  await db.owner.query(`SELECT create_partitions('2026-11-01', 1)`)
  const made = await generate([{ name: 'commonName', value: 'kasa.example' }], {
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'kasa.example' }] }],
  })
  ca = made.cert
  server = createServer({ key: made.private, cert: made.cert }, (request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
    request.on('end', () => {
      heard.push({ body, signature: request.headers['kurenda-signature'] as string | undefined })
      if (answer === 'hang') return
      if (answer === 'redirect') return response.writeHead(302, { location: 'https://127.0.0.1/' }).end()
      if (answer === 'flood') return response.end(`{"fields": {"price": "${'9'.repeat(100_000)}"}}`)
      if (answer === 'nonsense') return response.end('<html>')
      response.end(answer === 'price' ? '{"fields": {"price": "20 zł", "secret": "x"}}' : '')
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await db.close()
})
beforeEach(async () => {
  heard = []
  await db.owner.query(
    'TRUNCATE outbox, message, message_body, dispatch_chunk, conversation, conversation_entry, address, dialogue, dialogue_version, dialogue_session, dialogue_hook CASCADE',
  )
})

const number = '+48600100301'
const definition = {
  format: 1, title: { pl: 'Zapisy' }, languages: ['pl'], start: 'people',
  nodes: {
    people: { kind: 'ask', question: { pl: 'Ile osób?' }, answer: { kind: 'number', least: 1, most: 9 }, next: 'call' },
    call: { kind: 'call-webhook', hook: 'kasa', send: ['people'], keep: ['price'], next: 'tell', whenFailed: 'later' },
    tell: { kind: 'end', text: { pl: 'Razem {{ price }}{{ secret }}.' } },
    later: { kind: 'end', text: { pl: 'Oddzwonimy.' } },
  },
} // oxfmt-ignore

/** A person answers up to the call; returns what the outbox asks for. */
async function upToTheCall() {
  const { organizationId } = db
  const url = `https://kasa.example:${(server.address() as AddressInfo).port}/zapisy`
  const hook = await inOrganization(db.api, organizationId, (client) =>
    saveHook(client, testSeal, organizationId, { name: 'kasa', url }),
  )
  secret = hook.secret
  const dialogue = {
    kind: 'dialogue' as const,
    name: 'Zapisy',
    keyword: 'zapisy',
    once: false,
    anonymous: false,
    closesAt: null,
    definition,
  }
  const id = await inOrganization(db.api, organizationId, async (client) => {
    const made = await createDialogue(client, { organizationId, dialogue, by: 'Ewa', now: clock.now() })
    await moveDialogue(client, organizationId, made, 'open', clock.now())
    return made
  })
  const { rows } = await db.owner.query<{ id: number }>('INSERT INTO address (organization_id, value) VALUES ($1, $2) RETURNING id', [organizationId, number]) // oxfmt-ignore
  const addressId = rows[0]?.id ?? 0
  await transaction(db.engine, async (client) => {
    const now = clock.now()
    const dialogues = await loadDialogues(client, organizationId, now)
    const floor = await Floor.open(client, { organizationId, timeZone: 'Europe/Warsaw', now }, dialogues, [addressId])
    const speaker = {
      addressId,
      channelId: db.channelId,
      ownNumber: '+48600100200',
      language: 'pl' as const,
      contact: {},
    }
    const turns = [await floor.hear(speaker, id, '', clock.now()), await floor.hear(speaker, id, '2', clock.now())]
    await floor.commit(() => Promise.resolve(new Set()), turns)
  })
  const news = await db.engine.query<{ payload: unknown }>("SELECT payload FROM outbox WHERE kind = 'dialogue.hook'")
  return hookNews.parse(news.rows[0]?.payload)
}

/** What the person is told in the end. */
async function told(how: typeof answer, isAllowed = true) {
  answer = how
  const news = await upToTheCall()
  const outside = openOutgoing({
    lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    allowed: isAllowed ? [`kasa.example:${(server.address() as AddressInfo).port}`] : [],
    ca,
    timeoutMs: 300,
    mostBytes: 65_536,
  })
  await askOutside(db.engine, clock, () => Promise.resolve(new Set()), db.organizationId, news, {
    outside,
    seal: testSeal,
  })
  // Delivered again, as a job may be: it has gone on, and nothing more is said.
  await askOutside(db.engine, clock, () => Promise.resolve(new Set()), db.organizationId, news, {
    outside,
    seal: testSeal,
  })
  const { rows } = await db.engine.query<{ text: string }>('SELECT text FROM message_body ORDER BY id')
  return rows.map((row) => row.text)
}

it('a webhook is told what was named, signed, and only what was named of its answer is kept', async () => {
  expect(await told('price')).toEqual(['Razem 20 zł.'])
  const [call] = heard
  expect(JSON.parse(call?.body ?? '')).toMatchObject({ hook: 'kasa', values: { people: 2 } })
  const digest = createHmac('sha256', secret)
    .update(call?.body ?? '')
    .digest('hex')
  expect(call?.signature).toBe(`sha256=${digest}`)
  const { rows } = await db.owner.query('SELECT * FROM dialogue_hook')
  expect(JSON.stringify(rows)).not.toContain(secret)
})

it.each(['hang', 'redirect', 'flood', 'nonsense'] as const)(
  'a webhook that answers with %s has failed, and the person is told',
  async (how) => {
    expect(await told(how)).toEqual(['Oddzwonimy.'])
  },
)

it('an address that is not of the public internet is never called', async () => {
  expect(await told('price', false)).toEqual(['Oddzwonimy.'])
  expect(heard).toEqual([])
})
