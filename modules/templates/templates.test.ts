import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TemplateKind } from '@kurenda/contract'
import { inOrganization, type Client } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { addVersion } from './add-version.ts'
import { archiveTemplate } from './archive-template.ts'
import { createTemplate } from './create-template.ts'
import { knownVariables } from './known-variables.ts'
import { listTemplates } from './list-templates.ts'
import { readTemplate } from './read-template.ts'
import { renderFor } from './render-for.ts'
import type { Texts } from './save-texts.ts'

let db: TestDatabase
let ann: number
let oleh: number
const at = new Date('2026-11-02T09:00:00Z')
const by = { author: 'Ewa', at }

beforeAll(async () => {
  db = await openTestDatabase()
  ;[ann, oleh] = [await addContact('Anna Nowak', 'pl'), await addContact('Олег', 'uk')]
})
afterAll(() => db.close())

async function addContact(name: string, language: string): Promise<number> {
  const { rows } = await db.owner.query<{ id: number }>(
    `INSERT INTO contact (organization_id, name, language, fields) VALUES ($1, $2, $3, '{"Ulica": "Lipowa", "Dług": "{{ urząd }}"}') RETURNING id`,
    [db.organizationId, name, language],
  )
  return rows[0]?.id ?? 0
}
function within<T>(work: (client: Client) => Promise<T>): Promise<T> {
  return inOrganization(db.api, db.organizationId, work)
}
let names = 0
function make(texts: Texts, kind: TemplateKind = 'reply', columns: string[] = []) {
  return within((client) =>
    createTemplate(client, db.organizationId, { name: `szablon ${String(++names)}`, kind, columns, texts, ...by }),
  )
}
function rendered(id: number, reader: Parameters<typeof renderFor>[3]) {
  return within((client) => renderFor(client, db.organizationId, id, reader))
}

it('a person reads a template in their own language, else in the office’s, else in the one there is', async () => {
  const { id } = await make({ pl: 'Dzień dobry, {{ imię i nazwisko }}!', uk: 'Добрий день, {{ Imie i nazwisko }}!' })
  expect(await rendered(id, { contact: oleh })).toEqual({
    text: 'Добрий день, Олег!',
    language: 'uk',
    version: 1,
    parts: 1,
  })
  expect(await rendered(id, { contact: ann })).toMatchObject({ text: 'Dzień dobry, Anna Nowak!', language: 'pl' })
  expect(await rendered(id, { contact: oleh, language: 'en' })).toMatchObject({ language: 'pl' })
  const english = await make({ en: 'Hello' })
  expect(await rendered(english.id, { contact: ann })).toMatchObject({ text: 'Hello', language: 'en' })
})

it('a person’s values are text and never evaluated, and what is not known of them is empty', async () => {
  const { id } = await make({
    pl: 'ul. {{ ULICA }}, {{ dlug }}, {{ urząd }}{% if telefon %} {{ telefon }}{% endif %}.',
  })
  expect(await rendered(id, { contact: ann })).toMatchObject({ text: 'ul. Lipowa, {{ urząd }}, Gmina Testowa.' })
  expect(await rendered(id, {})).toMatchObject({ text: 'ul. , , Gmina Testowa.' })
})

describe('a text that could not be sent is refused when it is saved, with its reason', () => {
  it.each<[string, string, TemplateKind, object]>([
    ['an unknown variable', 'Masz {{ kwota }} do zapłaty', 'reply', { code: 'template-variable', params: { variables: ['kwota'] } }],
    ['what only another kind knows', '{{ otwarte od }}', 'reply', { code: 'template-variable' }],
    ['a loop', '{% for a in b %}x{% endfor %}', 'reply', { code: 'template-tag' }],
    ['a file', "{% render 'package.json' %}", 'keyword', { code: 'template-tag' }],
    ['what Liquid cannot read', 'Dzień {{ dobry', 'reply', { code: 'template-invalid' }],
    ['more than ten parts', 'ą'.repeat(671), 'reply', { code: 'text-too-long' }],
    ['more than 5,000 characters', 'a'.repeat(5001), 'reply', { code: 'template-too-long' }],
    ['nothing', '  \n', 'no_reply', { code: 'text-empty' }],
  ])('%s', async (_what, pl, kind, problem) => {
    const before = await within((client) => listTemplates(client, db.organizationId, { limit: 200 }))
    await expect(make({ pl }, kind)).rejects.toMatchObject(problem)
    expect(await within((client) => listTemplates(client, db.organizationId, { limit: 200 }))).toEqual(before)
  })
}) // oxfmt-ignore

it('nobody who is in trash is greeted: a number that only they had is nobody’s, one that they shared is the other’s', async () => {
  const { id } = await make({ pl: 'Witaj {{ imię i nazwisko }}!' })
  const [gone, there] = [await addContact('Zofia Dawna', 'pl'), await addContact('Piotr Obecny', 'pl')]
  const { rows } = await db.owner.query<{ id: number }>(
    "INSERT INTO address (organization_id, value) VALUES ($1, '+48600100777') RETURNING id",
    [db.organizationId],
  )
  const addressId = rows[0]?.id ?? 0
  const belongsTo = (contact: number) =>
    db.owner.query('INSERT INTO contact_address VALUES ($1, $2, $3)', [db.organizationId, contact, addressId])
  await belongsTo(gone)
  await db.owner.query('UPDATE contact SET trashed_at = now() WHERE id = $1', [gone])
  await expect(rendered(id, { contact: gone })).rejects.toMatchObject({ code: 'not-found' })
  expect(await rendered(id, { addressId })).toMatchObject({ text: 'Witaj !' })
  await belongsTo(there)
  expect(await rendered(id, { addressId })).toMatchObject({ text: 'Witaj Piotr Obecny!' })
})

it('a broadcast’s template may name the columns of the list that it is meant for', async () => {
  const { columns } = await make({ pl: 'Do zapłaty {{ Kwota (zł) }} za {{ rok }}' }, 'broadcast', ['kwota (zł)', 'Rok'])
  expect(columns).toEqual(['kwota (zł)', 'Rok'])
  await expect(make({ pl: '{{ kwota }}' }, 'reply', ['kwota'])).rejects.toMatchObject({ code: 'template-variable' })
})

it('two people never overwrite each other’s version, and every version can be read again', async () => {
  const { id } = await make({ pl: 'Pierwsza' })
  const next = (basedOn: number, pl: string) =>
    within((client) => addVersion(client, db.organizationId, id, { basedOn, texts: { pl }, ...by }))
  const both = await Promise.allSettled([next(1, 'Druga'), next(1, 'Też druga')])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(next(1, 'Trzecia')).rejects.toMatchObject({ code: 'template-changed', params: { version: 2 } })
  const read = (version?: number) => within((client) => readTemplate(client, db.organizationId, id, version))
  expect(await read(1)).toMatchObject({ version: 1, texts: { pl: 'Pierwsza' } })
  expect(await read()).toMatchObject({ version: 2 })
  await expect(read(3)).rejects.toMatchObject({ code: 'not-found' })
})

it('an archived template leaves the list, stays readable, frees its name and takes no version', async () => {
  const named = (name: string) =>
    within((client) => createTemplate(client, db.organizationId, { name, kind: 'reply', texts: { pl: 'Tak' }, ...by }))
  const { id } = await named('Śmieci')
  await expect(named('śmieci')).rejects.toMatchObject({ code: 'template-exists' })
  await within((client) => archiveTemplate(client, db.organizationId, id, at))
  expect(
    (await within((client) => listTemplates(client, db.organizationId, { limit: 200 }))).map((t) => t.id),
  ).not.toContain(id)
  expect(await within((client) => readTemplate(client, db.organizationId, id))).toMatchObject({ archivedAt: at })
  await named('śmieci')
  await expect(
    within((client) => addVersion(client, db.organizationId, id, { basedOn: 1, texts: { pl: 'Nie' }, ...by })),
  ).rejects.toMatchObject({ code: 'template-archived' })
})

it('a template that answers by itself cannot be archived', async () => {
  const { id } = await make({ pl: 'Odpiszemy' }, 'keyword')
  await db.owner.query(`INSERT INTO keyword VALUES ($1, 'woda', '', NULL, $2)`, [db.organizationId, id])
  await expect(within((client) => archiveTemplate(client, db.organizationId, id, at))).rejects.toMatchObject({
    code: 'template-in-use',
  })
})

it('another organization has no part in it', async () => {
  const { id } = await make({ pl: 'Nasze' })
  await expect(
    inOrganization(db.api, db.organizationId + 1, (client) => readTemplate(client, db.organizationId, id)),
  ).rejects.toMatchObject({ code: 'not-found' })
  expect(await within((client) => knownVariables(client, db.organizationId, 'reply'))).toContain('Ulica')
})
