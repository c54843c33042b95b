import { randomUUID } from 'node:crypto'
import type { Pool } from '#platform/db'

/** Another organization with one of everything; each of its names says `obca`. */
export interface Town {
  organizationId: number
  broadcast: number
  conversation: number
  channel: number
  group: number
  contact: number
  queue: number
  template: number
  segment: number
  field: number
  note: number
  merge: number
  import: number
  series: number
  message: string
  staff: number
  invitation: number
  unit: number
  key: number
  survey: number
  dialogue: number
  hook: number
  /** Everything that must not change. */
  fingerprint: string
  read(owner: Pool): Promise<string>
}

/** How a route is tried with the other organization's ids. */
export interface Case {
  params?: Record<string, string | number>
  query?: Record<string, string>
  body?: unknown
  contentType?: string
  /** Status and code; `nothing-foreign` where the request is good in its own organization and takes no ids. */
  expected?: [number, string] | 'nothing-foreign'
}

/** Reachable without a sign-in, on purpose. */
export const open = [
  '/',
  '/brand/:organization/:version',
  '/console',
  '/console/*',
  '/look/*',
  '/s/:token',
  '/s/:token/:key',
  '/s/:token/results',
  '/s/:token/poster',
  '/s/:token/qr.svg',
  '/healthz',
  '/readyz',
  '/api/v1/openapi.json',
  '/console-api/auth/sign-in/email',
  '/console-api/auth/sign-out',
  '/console-api/auth/change-password',
  '/console-api/auth/second-factor',
  '/console-api/auth/ways',
  '/console-api/auth/passkey',
  '/console-api/auth/passkey/options',
  '/console-api/auth/oidc/:slug',
  '/console-api/auth/oidc/callback',
  '/console-api/auth/link',
  '/console-api/auth/accept-invitation',
  '/console-api/auth/request-reset',
  '/console-api/auth/reset-password',
]

/** A picture of 32 by 32 points. */
const logo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAABzenr0AAAAMElEQVR42u3OIQEAAAgDMBrQEE3/AhDjZmJ+1bOXVAICAgICAgICAgICAgICAunAA9BOUGqW4EjKAAAAAElFTkSuQmCC',
  'base64',
)
const guess = { password: 'zgaduje-haslo-obce' }
const content = { text: 'Dzień dobry', audience: { numbers: '600000101' } }
const broadcast = (body?: unknown) => (town: Town) => ({ params: { id: town.broadcast }, body })
const template = (body?: unknown) => (town: Town) => ({ params: { id: town.template }, body })
const staff = (body?: unknown) => (town: Town) => ({ params: { id: town.staff }, body })
const conversation = (body?: unknown) => (town: Town) => ({ params: { id: town.conversation }, body })
const contact = (body?: unknown) => (town: Town) => ({ params: { id: town.contact }, body })
const group = (body?: unknown) => (town: Town) => ({ params: { id: town.group }, body })
const segment = (body?: unknown) => (town: Town) => ({ params: { id: town.segment }, body })
const survey = (body?: unknown) => (town: Town) => ({ params: { id: town.survey }, body })
const dialogue = (body?: unknown) => (town: Town) => ({ params: { id: town.dialogue }, body })
const questions = { title: { pl: 'Park' }, questions: [{ id: 'visits', kind: 'yes-no', text: { pl: 'Czy bywasz?' } }] }
const definition = {
  format: 1,
  title: { pl: 'Park' },
  languages: ['pl'],
  start: 'visits',
  nodes: {
    visits: { kind: 'ask', question: { pl: 'Czy bywasz?' }, answer: { kind: 'yes-no' }, next: 'end' },
    end: { kind: 'end', text: { pl: 'Dziękujemy!' } },
  },
}
const field = (body?: unknown) => (town: Town) => ({ params: { id: town.field }, body })
/** Names belong to one record, and both APIs are tried. */
let names = 0
const named = (body: (name: string) => object) => (): Case => ({
  body: body(`Nowe ${++names}`),
  expected: 'nothing-foreign',
})
const list = 'telefon\n600000101\n'
const fine =
  (body: unknown, more: Partial<Case> = {}) =>
  (): Case => ({ body, expected: 'nothing-foreign', ...more })

/** By method and path without the API's prefix. A new route that takes an id, or changes anything, needs a line here. */
export const cases: Record<string, (town: Town) => Case> = {
  'GET /broadcasts/:id': broadcast(),
  'GET /broadcasts/:id/messages': broadcast(),
  'GET /broadcasts/:id/export': broadcast(),
  'GET /broadcasts/:id/course': broadcast(),
  'GET /broadcasts/:id/failures': broadcast(),
  'GET /broadcasts/:id/draft': broadcast(),
  'GET /broadcasts/:id/versions': broadcast(),
  'GET /broadcasts/:id/preview': broadcast(),
  'GET /broadcasts/:id/frequency': broadcast(),
  'PUT /broadcasts/:id/draft': broadcast({ version: 1, content }),
  'POST /broadcasts/:id/prepare': broadcast(),
  'POST /broadcasts/:id/test': broadcast({ numbers: ['600000101'] }),
  'POST /broadcasts/:id/review': broadcast({}),
  'POST /broadcasts/:id/approve': broadcast({}),
  'POST /broadcasts/:id/return': broadcast({}),
  'POST /broadcasts/:id/confirm': broadcast({}),
  'POST /broadcasts/:id/undo': broadcast({}),
  'POST /broadcasts/:id/send-now': broadcast({}),
  'POST /broadcasts/:id/pause': broadcast({}),
  'POST /broadcasts/:id/resume': broadcast({}),
  'POST /broadcasts/:id/cancel': broadcast({}),
  'POST /broadcasts/:id/resend': broadcast({ what: 'failed' }),
  'POST /broadcasts/drafts': fine(content),
  'POST /broadcasts': ({ group }) => ({ body: { text: 'Dzień dobry', groups: [group] } }),
  'POST /broadcasts/prepare': fine('telefon\n600000101\n', { query: { text: 'Dzień dobry' }, contentType: 'text/csv' }),
  'POST /series': ({ broadcast: draft }) => ({ body: { draft, rule: { every: 'day', at: '09:00' } } }),
  'POST /series/:id/pause': ({ series }) => ({ params: { id: series } }),
  'POST /series/:id/resume': ({ series }) => ({ params: { id: series } }),
  'POST /series/:id/end': ({ series }) => ({ params: { id: series } }),
  'PUT /budgets': fine({ unit: null, month: '2026-05', amount: 100 }),
  'PUT /sending-rules': fine({
    quietFrom: '21:00',
    quietUntil: '07:00',
    timeZone: 'Europe/Warsaw',
    undoSeconds: 60,
    approvalFrom: null,
  }),
  'POST /messages': fine({ to: '600000177', text: 'Dzień dobry' }),
  'GET /messages/:id': ({ message }) => ({ params: { id: message } }),
  'GET /conversations/:id': conversation(),
  'POST /conversations/:id/replies': conversation({ text: 'Dzień dobry' }),
  'POST /conversations/:id/read': conversation(),
  'GET /conversations/search': () => ({ query: { q: 'obca' }, expected: 'nothing-foreign' }),
  'GET /conversations/:id/canned-reply': ({ conversation: id, template: theirs }) => ({
    params: { id },
    query: { template: String(theirs) },
  }),
  'POST /conversations/:id/notes': conversation({ text: 'Notatka' }),
  'POST /conversations/:id/assign': conversation({ version: 1, queue: null }),
  'POST /conversations/:id/take': conversation({ version: 1 }),
  'POST /conversations/:id/close': conversation({ version: 1 }),
  'POST /conversations/:id/reopen': conversation({ version: 1 }),
  'POST /conversations/:id/snooze': conversation({ version: 1, until: '2026-06-01T10:00:00Z' }),
  'POST /conversations/:id/wake': conversation({ version: 1 }),
  'POST /conversations/:id/presence': conversation({ doing: 'viewing' }),
  'POST /queues': named((name) => ({ name })),
  'PUT /queues/:id': ({ queue }) => ({ params: { id: queue }, body: { name: 'Inna' } }),
  'DELETE /queues/:id': ({ queue }) => ({ params: { id: queue } }),
  // Kept once for an organization, so that both APIs meet a newer version.
  'PUT /office-hours': () => ({
    body: {
      version: 99,
      opens: [{ day: 1, from: '07:30', until: '15:30' }],
      publicHolidays: true,
      closedOn: [],
      firstResponseMinutes: 480,
      answerWhenClosed: false,
      outOfHoursTemplate: null,
      noReplyTemplate: null,
    },
    expected: [409, 'office-hours-changed'],
  }),
  'GET /templates/:id': template(),
  'GET /templates/:id/rendered': template(),
  'GET /templates/variables': () => ({ query: { kind: 'reply' }, expected: 'nothing-foreign' }),
  'POST /templates': named((name) => ({ name, kind: 'reply', texts: { pl: 'Dzień dobry' } })),
  'POST /templates/:id/versions': template({ basedOn: 1, texts: { pl: 'Dzień dobry' } }),
  'POST /templates/:id/archive': template(),
  'PUT /keywords': ({ group }) => ({
    body: { word: 'nowe', answer: 'Dzień dobry', group },
    expected: [422, 'group-not-found'],
  }),
  'DELETE /keywords': () => ({ query: { word: 'obce' } }),
  'POST /channels': fine({
    type: 'smpp',
    name: 'nowy',
    sender: '48600100202',
    config: { host: '127.0.0.1', port: 2775, systemId: 'u', password: 'tajne' },
  }),
  'GET /channels/:id/trace': ({ channel }) => ({ params: { id: channel } }),
  'GET /channels/:id/settings': ({ channel }) => ({ params: { id: channel } }),
  'POST /channels/:id/trace': ({ channel }) => ({ params: { id: channel }, body: { minutes: 5 } }),
  'POST /channels/:id/test': ({ channel }) => ({ params: { id: channel } }),
  'POST /contacts/import': fine(list, { query: { group: 'Nowa' }, contentType: 'text/csv' }),
  'POST /contacts/import/preview': fine(list, { contentType: 'text/csv' }),
  'GET /imports/:id': ({ import: id }) => ({ params: { id } }),
  'GET /imports/:id/rejected': ({ import: id }) => ({ params: { id } }),
  'POST /imports/:id/undo': ({ import: id }) => ({ params: { id } }),
  'POST /contacts': ({ group: theirs }) => ({ body: { name: 'Nowa Osoba', groups: [theirs] } }),
  'GET /contacts/:id': contact(),
  'PATCH /contacts/:id': contact({ version: 1, name: 'Nowa Osoba' }),
  'DELETE /contacts/:id': contact(),
  'POST /contacts/:id/restore': contact(),
  'GET /contacts/:id/timeline': contact(),
  'POST /contacts/trash': ({ contact: theirs }) => ({ body: { contacts: [theirs] }, expected: 'nothing-foreign' }),
  'POST /contacts/restore': ({ contact: theirs }) => ({ body: { contacts: [theirs] }, expected: 'nothing-foreign' }),
  'POST /contacts/search': ({ group: theirs }) => ({ body: { condition: { is: 'in_group', group: theirs } } }),
  'GET /contacts/:id/notes': contact(),
  'POST /contacts/:id/notes': contact({ text: 'Notatka' }),
  'DELETE /contact-notes/:id': ({ note }) => ({ params: { id: note } }),
  'POST /contacts/merge': ({ contact: merge }) => ({ body: { keep: 999_999, merge } }),
  'POST /contact-merges/:id/undo': ({ merge }) => ({ params: { id: merge } }),
  'POST /contact-fields': named((label) => ({ label, type: 'text' })),
  'PATCH /contact-fields/:id': field({ label: 'Nowe' }),
  'DELETE /contact-fields/:id': field(),
  'POST /groups': named((name) => ({ name })),
  'PATCH /groups/:id': group({ name: 'Nowa' }),
  'DELETE /groups/:id': group(),
  'POST /groups/:id/members': group({ add: [1] }),
  'POST /segments': ({ group: theirs }) => ({ body: { name: 'Nowy', condition: { is: 'in_group', group: theirs } } }),
  'PATCH /segments/:id': segment({ version: 1 }),
  'DELETE /segments/:id': segment(),
  'POST /audience/count': ({ group: theirs }) => ({ body: { groups: [theirs] } }),
  'POST /opt-outs': fine({ address: '600000102', reason: 'Telefonicznie' }),
  'POST /opt-outs/withdraw': () => ({
    body: { address: '600000009', reason: 'Osobiście' },
    expected: [404, 'opt-out-unknown'],
  }),
  'POST /opt-outs/import': fine('telefon\n600000103\n', { contentType: 'text/csv' }),
  'PATCH /me': fine({ name: 'Anna Inna' }),
  'PATCH /organization': fine({ name: 'Gmina Testowa', language: 'pl' }),
  'PUT /second-factor-rule': fine({ of: 'nobody' }),
  'POST /me/organization': ({ organizationId }) => ({ body: { organizationId } }),
  'POST /staff': () => ({
    // Both APIs try it: who came by the first is there already for the second.
    body: {
      email: `${randomUUID()}@testowa.example`,
      name: 'Nowa Osoba',
      role: 'agent',
      password: 'cztery-konie-na-rynku',
    },
    expected: 'nothing-foreign',
  }),
  'GET /staff/:id': staff(),
  'PATCH /staff/:id': staff({ role: 'agent' }),
  'POST /staff/:id/deactivate': staff(),
  'POST /staff/:id/reactivate': staff(),
  'POST /staff/:id/password-reset': staff(),
  'POST /staff/:id/second-factor-reset': staff(),
  'POST /auth/second-factor/begin': () => ({ body: guess, expected: [401, 'sign-in-failed'] }),
  'POST /auth/second-factor/confirm': () => ({ body: { code: '000000' }, expected: [400, 'invalid-request'] }),
  'POST /auth/second-factor/disable': () => ({ body: guess, expected: [401, 'sign-in-failed'] }),
  'POST /auth/recovery-codes': () => ({ body: guess, expected: [400, 'invalid-request'] }),
  'POST /auth/passkeys/options': () => ({ body: guess, expected: [401, 'sign-in-failed'] }),
  'POST /auth/passkeys': () => ({
    body: { name: 'telefon', credential: { id: 'a', rawId: 'a', type: 'public-key' } },
    expected: [401, 'sign-in-again'],
  }),
  'DELETE /auth/passkeys/:id': () => ({ params: { id: 1 } }),
  'PUT /organization/logo': fine(logo, { contentType: 'image/png' }),
  'DELETE /organization/logo': fine(undefined),
  'PUT /identity-provider': fine({
    label: 'Logowanie',
    issuer: 'https://9.9.9.9',
    clientId: 'kurenda',
    clientSecret: 'tajny',
    enabled: true,
  }),
  'DELETE /identity-provider': fine(undefined),
  'POST /identity-provider/check': () => ({ expected: [404, 'not-found'] }),
  'POST /invitations': fine({ email: 'zaproszona@testowa.example', name: 'Nowa Osoba', role: 'agent' }),
  'POST /invitations/:id/revoke': ({ invitation }) => ({ params: { id: invitation } }),
  'POST /units': () => ({ body: { name: `Wydział ${randomUUID()}` }, expected: 'nothing-foreign' }),
  'PATCH /units/:id': ({ unit }) => ({ params: { id: unit }, body: { name: 'Nasz' } }),
  'DELETE /units/:id': ({ unit }) => ({ params: { id: unit } }),
  'POST /surveys': fine(questions),
  'POST /surveys/simulate': fine({ content: questions, says: ['tak'] }),
  'GET /surveys/:id': survey(),
  'PUT /surveys/:id': survey({ version: 1, content: questions }),
  'POST /surveys/:id/open': survey(),
  'POST /surveys/:id/close': survey(),
  'GET /surveys/:id/results': survey(),
  'GET /surveys/:id/responses': survey(),
  'POST /surveys/:id/responses': survey({ answers: { visits: true } }),
  'POST /surveys/:id/links': survey({ phones: ['600 100 700'] }),
  'GET /surveys/:id/links': survey(),
  'GET /surveys/:id/texts': survey(),
  'GET /surveys/:id/text-groups': survey(),
  'GET /surveys/:id/waves': survey(),
  'GET /surveys/:id/representation': survey(),
  'GET /surveys/:id/report': survey(),
  'GET /surveys/:id/export': survey(),
  'POST /dialogues': fine({ name: 'Park', definition }),
  'GET /dialogues/:id': dialogue(),
  'PUT /dialogues/:id': dialogue({ version: 1, dialogue: { name: 'Park', definition } }),
  'POST /dialogues/:id/open': dialogue(),
  'POST /dialogues/:id/close': dialogue(),
  'PUT /dialogue-hooks': () => ({
    body: { name: 'obca', url: 'https://127.0.0.1/obca' },
    expected: [422, 'hook-address'],
  }),
  'DELETE /dialogue-hooks/:id': ({ hook }) => ({ params: { id: hook } }),
  'POST /api-keys': fine({ name: 'nowy', scopes: ['broadcasts:read'] }),
  'POST /api-keys/:id/revoke': ({ key }) => ({ params: { id: key } }),
}

/** @param name of the organization and of what must be called differently in each town */
export async function foreignTown(owner: Pool, name = 'obca'): Promise<Town> {
  const { rows } = await owner.query<Omit<Town, 'fingerprint' | 'read'>>(
    `WITH o AS (INSERT INTO organization (slug, name) VALUES ($1, 'Gmina Obca') RETURNING id),
       c AS (INSERT INTO channel (organization_id, name, type, config, sender) SELECT id, 'obcy', 'smpp', '{}', '+48600100201' FROM o RETURNING id),
       b AS (INSERT INTO broadcast (organization_id, name, template, channel_id, sender, state, recipients)
             SELECT o.id, 'obca', 'Obca treść', c.id, '+48600100201', 'draft', 1 FROM o, c RETURNING id),
       v AS (INSERT INTO broadcast_version (organization_id, broadcast_id, version, content, saved_at)
             SELECT o.id, b.id, 1, '{"text": "Obca treść"}', now() FROM o, b),
       a AS (INSERT INTO address (organization_id, value) SELECT id, '+48600000009' FROM o RETURNING id),
       t AS (INSERT INTO conversation (organization_id, address_id, channel_id, last_at, last_text)
             SELECT o.id, a.id, c.id, now(), 'obca' FROM o, a, c RETURNING id),
       g AS (INSERT INTO contact_group (organization_id, name) SELECT id, 'obca grupa' FROM o RETURNING id),
       p AS (INSERT INTO contact (organization_id, name) SELECT id, 'Obca Osoba' FROM o RETURNING id),
       pa AS (INSERT INTO contact_address (organization_id, contact_id, address_id) SELECT o.id, p.id, a.id FROM o, p, a),
       oo AS (INSERT INTO opt_out (organization_id, address_id, at, source) SELECT o.id, a.id, now(), 'sms' FROM o, a),
       sg AS (INSERT INTO segment (organization_id, name, condition) SELECT id, 'obcy segment', '{"is": "has_phone"}' FROM o RETURNING id),
       cf AS (INSERT INTO contact_field (organization_id, key, label, type) SELECT id, 'obce', 'obce pole', 'text' FROM o RETURNING id),
       cn AS (INSERT INTO contact_note (organization_id, contact_id, text, author, at)
              SELECT o.id, p.id, 'obca', 'obca', now() FROM o, p RETURNING id),
       cm AS (INSERT INTO contact_merge (organization_id, kept_id, merged_id, before, kept_version, added_addresses, added_groups, moved_notes, by, at)
              SELECT o.id, p.id, p.id, '{}', 1, '{}', '{}', '{}', 'obca', now() FROM o, p RETURNING id),
       ci AS (INSERT INTO contact_import (organization_id, group_id, group_name, state, by)
              SELECT o.id, g.id, 'obca', 'finished', 'obca' FROM o, g RETURNING id),
       gm AS (INSERT INTO group_member (organization_id, group_id, contact_id) SELECT o.id, g.id, p.id FROM o, g, p),
       s AS (INSERT INTO broadcast_series (organization_id, content, rule, most_recipients, next_at, created_at)
             SELECT id, '{"text": "Obca"}', '{"every": "day", "at": "09:00"}', 10, now(), now() FROM o RETURNING id),
       m AS (INSERT INTO message (organization_id, sent_on, id, address_id, channel_id, state, parts)
             SELECT o.id, now()::date, 77, a.id, c.id, 0, 1 FROM o, a, c RETURNING sent_on, id),
       mb AS (INSERT INTO message_body (organization_id, sent_on, id, to_value, from_value, text)
             SELECT o.id, m.sent_on, m.id, '+48600000009', '+48600100201', 'Obca' FROM o, m),
       q AS (INSERT INTO queue (organization_id, name) SELECT id, 'obca' FROM o RETURNING id),
       tp AS (INSERT INTO template (organization_id, name, kind, created_at) SELECT id, 'obcy', 'reply', now() FROM o RETURNING id),
       k AS (INSERT INTO keyword (organization_id, word, answer) SELECT id, 'obce', 'obca' FROM o),
       us AS (INSERT INTO "user" (id, name, email) VALUES ($1, 'Obca Osoba', $1 || '@obca.example') RETURNING id),
       st AS (INSERT INTO membership (organization_id, user_id, role) SELECT o.id, us.id, 'agent' FROM o, us RETURNING id),
       un AS (INSERT INTO unit (organization_id, name) SELECT id, 'Obcy wydział' FROM o RETURNING id),
       iv AS (INSERT INTO invitation (organization_id, email, name, role, token_hash, created_at, expires_at)
              SELECT id, 'obca2@obca.example', 'Obca', 'agent', '\\x00', now(), now() FROM o RETURNING id),
       sd AS (INSERT INTO dialogue (organization_id, kind, name, created_at) SELECT id, 'survey', 'obca', now() FROM o RETURNING id),
       sv AS (INSERT INTO dialogue_version (organization_id, dialogue_id, version, definition, source, saved_by, saved_at)
              SELECT o.id, sd.id, 1, $2::jsonb || '{"id": "obca", "version": 1}', $3::jsonb, 'obca', now() FROM o, sd),
       su AS (INSERT INTO survey (organization_id, id, token) SELECT o.id, sd.id, $1 || '-ankieta' FROM o, sd),
       sr AS (INSERT INTO survey_response (organization_id, survey_id, id, version, channel, language, started_at, answered_at)
              SELECT o.id, sd.id, 1, 1, 'web', 'pl', now(), now() FROM o, sd),
       dd AS (INSERT INTO dialogue (organization_id, name, created_at) SELECT id, 'obca', now() FROM o RETURNING id),
       dv AS (INSERT INTO dialogue_version (organization_id, dialogue_id, version, definition, saved_by, saved_at)
              SELECT o.id, dd.id, 1, $2::jsonb || '{"id": "obca", "version": 1}', 'obca', now() FROM o, dd),
       dh AS (INSERT INTO dialogue_hook (organization_id, name, url, secret) SELECT id, 'obca', 'https://obca.example/', 'obca' FROM o RETURNING id),
       ak AS (INSERT INTO api_key (organization_id, name, hash, scopes) SELECT id, 'obcy klucz', convert_to($1, 'UTF8'), '{*}' FROM o RETURNING id),
       au AS (INSERT INTO audit_entry (organization_id, actor, verb, noun, subject) SELECT id, 'system', 'add', 'staff', 'obca' FROM o)
     SELECT q.id AS queue, tp.id AS template, o.id AS "organizationId", b.id AS broadcast, t.id AS conversation, c.id AS channel, g.id AS "group", s.id AS series,
       p.id AS contact, sg.id AS segment, cf.id AS field, cn.id AS note, cm.id AS merge, ci.id AS import,
       m.sent_on || '.' || m.id AS message, st.id AS staff, un.id AS unit, iv.id AS invitation, ak.id AS key,
       sd.id AS survey, dd.id AS dialogue, dh.id AS hook
     FROM sd, dd, dh, o, c, b, t, g, s, m, p, sg, cf, cn, cm, ci, st, un, iv, ak, q, tp`,
    [name, JSON.stringify(definition), JSON.stringify(questions)],
  )
  const made = rows[0]
  if (!made) throw new Error('nothing was made')
  const read = async (by: Pool) => {
    const tables = await by.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
    )
    const parts = []
    for (const { name } of tables.rows) {
      const found = await by.query<{ all: string }>(
        `SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') AS all FROM "${name}" t WHERE organization_id = $1`,
        [made.organizationId],
      )
      parts.push(`${name}: ${found.rows[0]?.all ?? ''}`)
    }
    return parts.join('\n')
  }
  return { ...made, fingerprint: await read(owner), read }
}
