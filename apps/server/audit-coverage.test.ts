import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFirstAdministrator, hashKey } from '#modules/accounts'
import { NewsStream } from '#modules/integrations'
import { TestClock } from '#platform/clock'
import type { Server } from '#platform/http'
import { openTestDatabase, type TestDatabase, testSeal } from '#platform/testing'
import { pl } from '../console/src/i18n/pl/index.ts'
import { createApi } from './api.ts'
import { cases, foreignTown, open, type Case, type Town } from './isolation-cases.ts'

/** Why what a route does is not in the audit. */
const unaudited: Record<string, string> = {
  'POST /me/organization': 'whoever signs in chooses a desk; nothing changes for anyone else',
  'POST /audience/count': 'changes nothing',
  'POST /identity-provider/check': 'changes nothing',
  'POST /contacts/import/preview': 'changes nothing',
  'POST /surveys/simulate': 'changes nothing',
  'POST /contacts/search': 'changes nothing',
  'POST /channels/:id/test': 'changes nothing',
  'POST /contacts/import': 'the import is a record of its own that names who brought the list',
  'POST /opt-outs/import': 'the import is a record of its own that names who brought the list',
  'POST /broadcasts': 'a draft: its versions name who saved them, and nothing is sent before the yes',
  'POST /broadcasts/prepare': 'a draft: it names who made it, and nothing is sent before the yes',
  'POST /broadcasts/drafts': 'a draft: its versions name who saved them, and nothing is sent before the yes',
  'PUT /broadcasts/:id/draft': 'a draft: its versions name who saved them, and nothing is sent before the yes',
  'POST /broadcasts/:id/prepare': 'a count; the yes is for the size that was seen',
  'POST /broadcasts/:id/test': 'the test is a record of its own that names who sent it',
  'POST /contacts': 'daily work: the chain would make everyone’s saves wait for one another',
  'PATCH /contacts/:id': 'daily work: the chain would make everyone’s saves wait for one another',
  'POST /contacts/:id/notes': 'the note names who wrote it',
  'DELETE /contact-notes/:id': 'daily work: the chain would make everyone’s saves wait for one another',
  'POST /messages':
    'up to 58,000 a second by integrators: the message names its sender, the chain takes one after the other',
  'POST /conversations/:id/replies': 'daily work: the entry names who wrote it',
  'POST /conversations/:id/notes': 'daily work: the entry names who wrote it',
  'POST /conversations/:id/read': 'daily work on a conversation, seen by everyone who looks at it',
  'POST /conversations/:id/assign': 'daily work on a conversation, seen by everyone who looks at it',
  'POST /conversations/:id/take': 'daily work on a conversation, seen by everyone who looks at it',
  'POST /conversations/:id/close': 'daily work on a conversation, seen by everyone who looks at it',
  'POST /conversations/:id/reopen': 'daily work on a conversation, seen by everyone who looks at it',
  'POST /conversations/:id/snooze': 'daily work on a conversation, seen by everyone who looks at it',
  'POST /conversations/:id/wake': 'daily work on a conversation, seen by everyone who looks at it',
  'POST /conversations/:id/presence': 'lasts for seconds',
}

/** Audited in each organization of the person, after a password and a device: modules/accounts/second-factor.test.ts proves it. */
const provenThere = [
  'POST /auth/second-factor/begin',
  'POST /auth/second-factor/confirm',
  'POST /auth/second-factor/disable',
  'POST /auth/recovery-codes',
  'POST /auth/passkeys/options',
  'POST /auth/passkeys',
  'DELETE /auth/passkeys/:id',
]

const password = 'sekretne-haslo-testowe'
const origin = 'http://127.0.0.1:8080'
const routes: { method: string; url: string }[] = []
let db: TestDatabase
let server: Server
let cookie = ''

beforeAll(async () => {
  db = await openTestDatabase()
  await createFirstAdministrator(db.owner, {
    organizationId: db.organizationId,
    email: 'anna@testowa.example',
    name: 'Anna Testowa',
    password,
  })
  server = await createApi({
    api: db.api,
    engine: db.engine,
    clock: new TestClock(new Date()),
    logger: pino({ level: 'silent' }),
    news: new NewsStream(db.api),
    authSecret: 'x'.repeat(32),
    seal: testSeal,
    publicUrl: origin,
    onRoute: (route) => routes.push(route),
  })
  await server.ready()
  const answer = await server.inject({
    method: 'POST',
    url: '/console-api/auth/sign-in/email',
    headers: { origin },
    payload: { email: 'anna@testowa.example', password },
  })
  cookie = answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
})
afterAll(async () => {
  await server.close()
  await db.close()
})

/** What a town lacks for the request of the isolation test to be a good one, and the request where it is another one. */
const ready: Record<string, (town: Town, ask: Ask) => Promise<Case | void>> = {
  'PATCH /staff/:id': async ({ staff }) => ({ params: { id: staff }, body: { role: 'editor' } }),
  'POST /staff/:id/reactivate': ({ staff }) => run('UPDATE membership SET deactivated_at = now() WHERE id = $1', staff),
  'POST /broadcasts/:id/confirm': async ({ broadcast }) => {
    await prepared(broadcast)
    return { params: { id: broadcast }, body: { quietHours: 'send' } }
  },
  'POST /broadcasts/:id/pause': ({ broadcast }) => scheduled(broadcast),
  'POST /broadcasts/:id/undo': ({ broadcast }) => scheduled(broadcast),
  'POST /broadcasts/:id/send-now': ({ broadcast }) => scheduled(broadcast),
  'POST /broadcasts/:id/resume': async ({ broadcast }) => {
    await run("UPDATE broadcast SET state = 'paused' WHERE id = $1", broadcast)
    return { params: { id: broadcast }, body: { quietHours: 'send' } }
  },
  'POST /broadcasts/:id/review': ({ broadcast }) => prepared(broadcast),
  'POST /broadcasts/:id/approve': ({ broadcast }) => reviewed(broadcast),
  'POST /broadcasts/:id/return': ({ broadcast }) => reviewed(broadcast),
  'POST /series': ({ broadcast }) => prepared(broadcast),
  'POST /series/:id/resume': ({ series }) => run("UPDATE broadcast_series SET state = 'paused' WHERE id = $1", series),
  'POST /contacts/:id/restore': ({ contact }) => run('UPDATE contact SET trashed_at = now() WHERE id = $1', contact),
  'POST /contacts/merge': async ({ contact: keep, organizationId }) => ({
    body: { keep, merge: await secondContact(organizationId) },
  }),
  'POST /contact-merges/:id/undo': async ({ contact: keep, organizationId }, ask) => {
    await ask('POST', '/contacts/merge', { keep, merge: await secondContact(organizationId) })
    const { rows } = await db.owner.query<{ id: number }>(
      'SELECT max(id) AS id FROM contact_merge WHERE organization_id = $1',
      [organizationId],
    )
    return { params: { id: rows[0]?.id ?? 0 } }
  },
  'DELETE /identity-provider': ({ organizationId }) =>
    run(
      "INSERT INTO identity_provider VALUES ($1, 'Logowanie', 'https://logowanie.example', 'kurenda', 'tajny', true)",
      organizationId,
    ),
  'PUT /office-hours': async (town) => {
    const { body } = cases['PUT /office-hours']?.(town) ?? {}
    return { body: { ...(body as object), version: 0 } }
  },
  'POST /surveys/:id/close': ({ survey }) => opened(survey),
  'POST /surveys/:id/responses': ({ survey }) => opened(survey),
  'POST /dialogues/:id/close': ({ dialogue }) => opened(dialogue),
  'PUT /dialogue-hooks': () => Promise.resolve({ body: { name: 'nowa', url: 'https://9.9.9.9/' } }),
  'POST /templates/:id/versions': ({ template }) =>
    run(
      `WITH t AS (SELECT organization_id, id FROM template WHERE id = $1),
         v AS (INSERT INTO template_version (organization_id, template_id, version, created_at) SELECT organization_id, id, 1, now() FROM t)
       INSERT INTO template_text (organization_id, template_id, version, language, text) SELECT organization_id, id, 1, 'pl', 'Hej' FROM t`,
      template,
    ),
}

type Ask = (method: string, path: string, body: object) => Promise<unknown>

async function run(sql: string, id: number): Promise<void> {
  await db.owner.query(sql, [id])
}
const opened = (id: number) => run("UPDATE dialogue SET state = 'open' WHERE id = $1", id)
const prepared = (id: number) => run('UPDATE broadcast SET prepared_version = version WHERE id = $1', id)
const reviewed = (id: number) =>
  run("UPDATE broadcast SET prepared_version = version, state = 'review', author = 'staff:0' WHERE id = $1", id)
const scheduled = (id: number) =>
  run(
    `UPDATE broadcast SET prepared_version = version, state = 'scheduled', confirmed_at = now(),
       send_at = now() + interval '1 hour', undo_until = now() + interval '1 hour' WHERE id = $1`,
    id,
  )
async function secondContact(organizationId: number): Promise<number> {
  const { rows } = await db.owner.query<{ id: number }>(
    "INSERT INTO contact (organization_id, name) VALUES ($1, 'Druga Osoba') RETURNING id",
    [organizationId],
  )
  return rows[0]?.id ?? 0
}

/** Every route that changes something, once: as integrators have it, or else the console. By method and path. */
function mutating(): Map<string, { method: string; url: string }> {
  const found = new Map<string, { method: string; url: string }>()
  for (const route of routes) {
    if (['GET', 'HEAD', 'OPTIONS'].includes(route.method) || open.includes(route.url)) continue
    const name = `${route.method} ${route.url.replace(/^\/(api\/v1|console-api)/, '')}`
    if (!found.has(name) || route.url.startsWith('/api/')) found.set(name, route)
  }
  return found
}

/** A town of its own, with a key to it; whoever is signed in works there now. */
async function enterTown(): Promise<{ town: Town; headers: (url: string) => Record<string, string> }> {
  const town = await foreignTown(db.owner, `obca-${randomBytes(6).toString('hex')}`)
  const key = `kur_${randomBytes(24).toString('base64url')}`
  await db.owner.query("INSERT INTO api_key (organization_id, name, hash, scopes) VALUES ($1, 'test', $2, '{*}')", [
    town.organizationId,
    hashKey(key),
  ])
  await db.owner.query(
    `INSERT INTO membership (organization_id, user_id, role)
     SELECT $1, id, 'administrator' FROM "user" WHERE email = 'anna@testowa.example'`,
    [town.organizationId],
  )
  await db.owner.query('UPDATE "session" SET "organizationId" = $1', [town.organizationId])
  return {
    town,
    headers: (url) => (url.startsWith('/api/') ? { authorization: `Bearer ${key}` } : { cookie, origin }),
  }
}

async function entries({ organizationId }: Town): Promise<number> {
  const { rowCount } = await db.owner.query('SELECT FROM audit_entry WHERE organization_id = $1', [organizationId])
  return rowCount ?? 0
}

test('whoever changes something is in the audit, or the list above says why not', { timeout: 120_000 }, async () => {
  const wanted = mutating()
  expect(wanted.size).toBeGreaterThan(80)
  expect([...Object.keys(unaudited), ...provenThere].filter((name) => !wanted.has(name))).toEqual([])
  for (const [name, route] of wanted) {
    if (name in unaudited || provenThere.includes(name)) continue
    const { town, headers } = await enterTown()
    const ask: Ask = (method, path, body) =>
      server.inject({ method: method as 'POST', url: `/api/v1${path}`, headers: headers('/api/'), payload: body })
    const asked = (await ready[name]?.(town, ask)) ?? cases[name]?.(town) ?? {}
    const url = route.url.replace(/:(\w+)/g, (_, param: string) => String(asked.params?.[param] ?? 1))
    const query = new URLSearchParams(asked.query).toString()
    const before = await entries(town)
    const answer = await server.inject({
      method: route.method as 'POST',
      url: query === '' ? url : `${url}?${query}`,
      headers: { ...headers(route.url), ...(asked.contentType && { 'content-type': asked.contentType }) },
      ...(asked.body !== undefined && { payload: asked.body as object }),
    })
    const written = (await entries(town)) - before
    expect([name, answer.statusCode < 300 || answer.body, written]).toEqual([name, true, 1])
  }
  // What was done is read in words: the catalogue's of the console, which the English one fills.
  const { rows } = await db.owner.query<{ verb: string; noun: string; details: string }>(
    'SELECT DISTINCT verb, noun, details FROM audit_entry',
  )
  const keys = rows.flatMap(({ verb, noun, details }) => [
    `verb.${verb}`,
    `noun.${noun}`,
    ...Object.keys(JSON.parse(details) as object).map((detail) => `detail.${detail}`),
  ])
  const known = new Set(Object.keys(pl).map((key) => key.replace(/_(one|few|many|other)$/, '')))
  expect([...new Set(keys)].filter((key) => !known.has(key))).toEqual([])
})
