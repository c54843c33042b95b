import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inOrganization, type Client } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { accessContact } from './access-contact.ts'
import { changeContact } from './change-contact.ts'
import { addNote, listNotes } from './contact-notes.ts'
import { createContact, type NewContact } from './create-contact.ts'
import { findDuplicates } from './find-duplicates.ts'
import { createGroup } from './groups.ts'
import { listContacts } from './list-contacts.ts'
import { mergeContacts, undoMerge } from './merge-contacts.ts'
import { restoreContact } from './trash-contact.ts'

let db: TestDatabase
const now = new Date('2026-05-20T10:00:00Z')

beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(() => db.owner.query('TRUNCATE contact, contact_group, address CASCADE'))

function within<T>(work: (client: Client, organizationId: number) => Promise<T>): Promise<T> {
  return inOrganization(db.api, db.organizationId, (client) => work(client, db.organizationId))
}
function create(given: Partial<NewContact> = {}) {
  const whole = { phones: [], emails: [], fields: {}, groups: [], ...given }
  return within((client, town) => createContact(client, town, whole, now))
}
const read = (id: number) => within((client, town) => accessContact(client, town, id))
const merge = (keep: number, other: number) =>
  within((client, town) => mergeContacts(client, town, { keep, merge: other, by: 'Aneta', now }))
const undo = (id: number) => within((client, town) => undoMerge(client, town, id, now))
/** All that a person would miss. */
async function all(id: number) {
  const { name, language, addresses, groups, fields, trashedAt } = await read(id)
  const notes = await within((client, town) => listNotes(client, town, id))
  return { name, language, addresses, groups, fields, trashedAt, notes: notes.map((note) => note.text) }
}

async function pair() {
  const [waste, council] = await within(async (client, town) => [
    await createGroup(client, town, { name: 'Odpady' }),
    await createGroup(client, town, { name: 'Rada' }),
  ])
  const anna = await create({
    name: 'Anna Kowalska',
    phones: ['600100301'],
    emails: ['anna@przykladowo.example'],
    fields: { wieś: 'Żuków' },
    groups: [waste?.id ?? 0],
  })
  const ania = await create({
    name: 'Ania Kowalska',
    phones: ['600100302', '600100301'],
    fields: { wieś: 'Olszanka', ulica: 'Stawowa' },
    groups: [waste?.id ?? 0, council?.id ?? 0],
  })
  await within((client, town) => addNote(client, town, ania.id, { text: 'Woli SMS', author: 'Aneta', at: now }))
  return { anna: anna.id, ania: ania.id }
}

it('the one that stays gets addresses, groups, notes and the fields that it lacks; the other is seen no more', async () => {
  const { anna, ania } = await pair()
  await merge(anna, ania)
  expect(await all(anna)).toMatchObject({
    name: 'Anna Kowalska',
    addresses: [{ value: '+48600100301' }, { value: 'anna@przykladowo.example' }, { value: '+48600100302' }],
    groups: [{ name: 'Odpady' }, { name: 'Rada' }],
    fields: { wieś: 'Żuków', ulica: 'Stawowa' },
    notes: ['Woli SMS'],
  })
  for (const trash of [false, true]) {
    const { contacts } = await within((client, town) => listContacts(client, town, { search: 'ania', trash, limit: 9 }))
    expect(contacts).toEqual([])
  }
  const restored = within((client, town) => restoreContact(client, town, ania, now))
  await expect(restored).rejects.toMatchObject({ code: 'not-found' })
})

it('parted again, each is exactly what it was', async () => {
  const { anna, ania } = await pair()
  const before = [await all(anna), await all(ania)]
  const { merge: id } = await merge(anna, ania)
  expect(await undo(id)).toMatchObject({ id: ania })
  expect([await all(anna), await all(ania)]).toEqual(before)
  await expect(undo(id)).rejects.toMatchObject({ code: 'not-found' })
})

it('what someone changed since the merge is not undone over their head', async () => {
  const { anna, ania } = await pair()
  const { merge: id, contact } = await merge(anna, ania)
  await within((client, town) => changeContact(client, town, anna, { version: contact.version, name: 'A. K.' }, now))
  await expect(undo(id)).rejects.toMatchObject({ code: 'merge-changed' })
  expect((await read(anna)).name).toBe('A. K.')
})

it('a phone alone takes the name of the person', async () => {
  const phone = await create({ phones: ['600100301'] })
  const anna = await create({ name: 'Anna', phones: ['600100301'] })
  const { contact, merge: id } = await merge(phone.id, anna.id)
  expect(contact).toMatchObject({ name: 'Anna', addresses: [{ value: '+48600100301' }] })
  await undo(id)
  expect(await read(phone.id)).toMatchObject({ name: null })
})

it('who merges what someone else just merged is told that it is gone', async () => {
  const { anna, ania } = await pair()
  const results = await Promise.allSettled([merge(anna, ania), merge(ania, anna)])
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'not-found' })
})

it('pairs are suggested by a shared number and similar names; a couple with one phone is two people', async () => {
  const { anna, ania } = await pair()
  await create({ name: 'Jan Kowalski-Nowak', phones: ['600100302'] })
  const nobody = await create({ phones: ['600100305'] })
  const ewa = await create({ name: 'Ewa Wzór', phones: ['600100305'] })
  const pairs = async (cursor?: string) => {
    const found = await within((client, town) => findDuplicates(client, town, { cursor, limit: 1 }))
    return { ids: found.pairs.map(({ one, other }) => [one.id, other.id]), next: found.next }
  }
  const first = await pairs()
  expect(first.ids).toEqual([[anna, ania]])
  expect(await pairs(first.next ?? '')).toEqual({ ids: [[nobody.id, ewa.id]], next: null })
})
