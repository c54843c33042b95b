import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inOrganization, type Client } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { accessContact } from './access-contact.ts'
import { changeContact } from './change-contact.ts'
import { addMembers, removeMembers } from './change-members.ts'
import { addContactField, changeContactField, removeContactField } from './contact-fields.ts'
import { addNote, listNotes, removeNote } from './contact-notes.ts'
import { createContact, type NewContact } from './create-contact.ts'
import { changeGroup, createGroup, listGroups, removeGroup } from './groups.ts'
import { listContacts } from './list-contacts.ts'
import { createSegment } from './segments.ts'
import { eraseTrash, restoreContact, trashContact } from './trash-contact.ts'

let db: TestDatabase
const now = new Date('2026-05-20T10:00:00Z')
const days = (count: number) => new Date(now.getTime() + count * 24 * 60 * 60_000)

beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(() =>
  db.owner.query(
    'TRUNCATE contact, contact_group, contact_address, group_member, address, opt_out, contact_field, segment CASCADE',
  ),
)

function within<T>(work: (client: Client, organizationId: number) => Promise<T>): Promise<T> {
  return inOrganization(db.api, db.organizationId, (client) => work(client, db.organizationId))
}
function create(given: Partial<NewContact> = {}) {
  const whole = { phones: [], emails: [], fields: {}, groups: [], ...given }
  return within((client, town) => createContact(client, town, whole, now))
}
function find(search: string, more: { group?: number; segment?: number; trash?: boolean } = {}) {
  return within(async (client, town) => {
    const { contacts } = await listContacts(client, town, { search, limit: 50, ...more })
    return contacts.map((contact) => contact.name ?? contact.addresses[0]?.value).sort()
  })
}

describe('contacts', () => {
  it('a contact has several numbers and e-mail addresses, in the order given, each once', async () => {
    const made = await create({
      name: 'Łucja Wzór',
      phones: ['600 100 302', '+48 600-100-301', '600100302'],
      emails: ['Lucja@Przykladowo.example'],
    })
    expect(made.addresses.map((address) => address.value)).toEqual([
      '+48600100302',
      '+48600100301',
      'lucja@przykladowo.example',
    ])
    const changed = await within((client, town) =>
      changeContact(client, town, made.id, { version: 1, phones: ['600100301', '600100302'] }, now),
    )
    expect(changed.addresses.map((address) => address.value)).toEqual([
      '+48600100301',
      '+48600100302',
      'lucja@przykladowo.example',
    ])
    const { rows } = await db.owner.query(
      'SELECT a.value FROM contact c JOIN address a ON a.id = c.phone_id WHERE c.id = $1',
      [made.id],
    )
    expect(rows).toEqual([{ value: '+48600100301' }])
  })

  it('a phone alone is a contact', async () => {
    const made = await create({ phones: ['600100301'] })
    expect(made).toMatchObject({ name: null, language: 'pl', addresses: [{ value: '+48600100301' }] })
    expect(await find('600 100')).toEqual(['+48600100301'])
  })

  it('two people may share a number', async () => {
    await create({ name: 'Anna', phones: ['600100301'] })
    await create({ name: 'Jan', phones: ['600100301'] })
    expect(await find('600100301')).toEqual(['Anna', 'Jan'])
  })

  it('a number that is none is refused by name, and nothing is left behind', async () => {
    await expect(create({ name: 'Jan', phones: ['12'] })).rejects.toMatchObject({
      code: 'phone-invalid',
      params: { number: '12' },
    })
    expect(await find('Jan')).toEqual([])
  })

  it('whoever saves over another’s change is told, and nothing is overwritten', async () => {
    const { id } = await create({ name: 'Anna' })
    const save = (name: string) => within((client, town) => changeContact(client, town, id, { version: 1, name }, now))
    const results = await Promise.allSettled([save('Anna Nowa'), save('Anna Inna')])
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'contact-changed' })
    expect(await within((client, town) => accessContact(client, town, id))).toMatchObject({ version: 2 })
  })

  it('a contact cannot lose the last thing that it is known by', async () => {
    const { id } = await create({ phones: ['600100301'] })
    const change = within((client, town) => changeContact(client, town, id, { version: 1, phones: [] }, now))
    await expect(change).rejects.toMatchObject({ code: 'contact-without-anything' })
  })

  it('another organization’s contact is not there', async () => {
    const { id } = await create({ name: 'Anna' })
    const other = inOrganization(db.api, db.organizationId + 1, (client) =>
      accessContact(client, db.organizationId + 1, id),
    )
    await expect(other).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('search', () => {
  it('finds by any piece of a name, number or e-mail address, with and without Polish letters', async () => {
    await create({ name: 'Łucja Żółć-Śmigła', phones: ['600 123 456'], emails: ['zolc@przykladowo.example'] })
    await create({ name: 'Jan Nowak', phones: ['600 999 888'] })
    for (const typed of [
      'Łuc',
      'luc',
      'ŻÓŁĆ',
      'zolc',
      'smigla',
      'zolc luc',
      '600 123',
      '+48 600 123 456',
      '0048600123456',
      '3456',
      'zolc@przykl',
      'żó',
      'l',
    ])
      // oxfmt-ignore
      expect([typed, await find(typed)]).toEqual([typed, ['Łucja Żółć-Śmigła']])
    expect(await find('nowak luc')).toEqual([])
    expect(await find('owa')).toEqual(['Jan Nowak'])
  })

  it('takes what is typed as letters, never as a pattern', async () => {
    await create({ name: 'Sto% pewna_osoba' })
    await create({ name: 'Jan Nowak' })
    expect(await find('%%%')).toEqual([])
    expect(await find('o%')).toEqual([])
    expect(await find('sto%')).toEqual(['Sto% pewna_osoba'])
    expect(await find('pewna_')).toEqual(['Sto% pewna_osoba'])
    expect(await find("'; DROP TABLE contact; --")).toEqual([])
    expect(await find('\\')).toEqual([])
  })

  it('the function of the index finds its own organization’s contacts only', async () => {
    await create({ name: 'Anna Wzór' })
    const found = (organizationId: number) =>
      inOrganization(db.api, organizationId, async (client) => {
        const { rowCount } = await client.query("SELECT contacts_matching('wzor')")
        return rowCount
      })
    expect([await found(db.organizationId), await found(db.organizationId + 1)]).toEqual([1, 0])
    expect((await db.api.query("SELECT contacts_matching('wzor')")).rowCount).toBe(0)
  })

  it('pages hold each contact once, whichever way they are filtered', async () => {
    const group = await within((client, town) => createGroup(client, town, { name: 'Odpady' }))
    for (let i = 0; i < 7; i++) await create({ name: `Osoba ${i}`, groups: i % 2 ? [] : [group.id] })
    const pages = async (filter: { search?: string; group?: number }) => {
      const names: (string | null)[] = []
      for (let cursor: string | undefined; ;) {
        const page = await within((client, town) => listContacts(client, town, { ...filter, cursor, limit: 2 }))
        names.push(...page.contacts.map((contact) => contact.name))
        if (page.next === null) return names
        cursor = page.next
      }
    }
    expect(await pages({})).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `Osoba ${i}`))
    expect(await pages({ search: 'osoba', group: group.id })).toEqual([6, 4, 2, 0].map((i) => `Osoba ${i}`))
  })

  it('what the newest 20,000 do not fill is found among all', async () => {
    await create({ name: 'Dawna Wyjątkowa', fields: { wieś: 'Olszanka' } })
    await db.engine.query(
      `INSERT INTO contact (organization_id, name) SELECT $1, 'Osoba ' || i FROM generate_series(1, 20500) AS i`,
      [db.organizationId],
    )
    expect(await find('wyjat')).toEqual(['Dawna Wyjątkowa'])
    const condition = { is: 'field_equal', field: 'wieś', value: 'Olszanka' } as const
    const { id } = await within((client, town) => createSegment(client, town, { name: 'Olszanka', condition }))
    expect(await find('', { segment: id })).toEqual(['Dawna Wyjątkowa'])
  })
})

describe('fields', () => {
  const add = (label: string, type: 'text' | 'number' | 'date' | 'yes_no' | 'choice', choices: string[] = []) =>
    within((client, town) => addContactField(client, town, { label, type, choices }))

  it('values are kept as their field’s type has them', async () => {
    await add('Liczba osób', 'number')
    await add('Urodziny', 'date')
    await add('Zgoda', 'yes_no')
    await add('Sołectwo', 'choice', ['Olszanka', 'Żuków'])
    const made = await create({
      name: 'Anna',
      fields: { 'liczba osob': '4,5', urodziny: '3.05.1980', zgoda: true, solectwo: 'zukow', ulica: 'Stawowa 3' },
    })
    expect(made.fields).toEqual({
      'Liczba osób': '4.5',
      Urodziny: '1980-05-03',
      Zgoda: 'tak',
      Sołectwo: 'Żuków',
      ulica: 'Stawowa 3',
    })
  })

  it.each([
    ['number', 'cztery', 'not-a-value-number'],
    ['number', 'NaN', 'not-a-value-number'],
    ['date', '30.02.2026', 'not-a-date'],
    ['yes_no', 'może', 'not-yes-or-no'],
    ['choice', 'Inne', 'not-a-choice'],
    ['text', 'x'.repeat(1001), 'value-too-long'],
  ] as const)('a %s cannot be %s', async (type, value, reason) => {
    await add('Pole', type, type === 'choice' ? ['Olszanka'] : [])
    await expect(create({ name: 'Anna', fields: { Pole: value } })).rejects.toMatchObject({
      code: 'field-value',
      params: { field: 'Pole', reason },
    })
  })

  it('a new label leaves key and values; a removed field leaves its values as text; a name is taken once', async () => {
    const field = await add('Ulica', 'text')
    const { id } = await create({ name: 'Anna', fields: { Ulica: 'Stawowa' } })
    await expect(add('ULICA', 'text')).rejects.toMatchObject({ code: 'field-exists' })
    const renamed = await within((client, town) => changeContactField(client, town, field.id, { label: 'Adres' }))
    expect(renamed).toMatchObject({ key: 'Ulica', label: 'Adres' })
    await within((client, town) => removeContactField(client, town, field.id))
    const left = await within((client, town) => accessContact(client, town, id))
    expect(left.fields).toEqual({ Ulica: 'Stawowa' })
    const again = within((client, town) => removeContactField(client, town, field.id))
    await expect(again).rejects.toMatchObject({ code: 'not-found' })
  })

  it('an empty value takes the value away', async () => {
    const { id } = await create({ name: 'Anna', fields: { ulica: 'Stawowa', wieś: 'Żuków' } })
    const changed = await within((client, town) =>
      changeContact(client, town, id, { version: 1, fields: { ulica: '' } }, now),
    )
    expect(changed.fields).toEqual({ wieś: 'Żuków' })
  })
})

describe('groups', () => {
  it('people are added and taken out by the thousand, each once; those in trash are passed over', async () => {
    const group = await within((client, town) => createGroup(client, town, { name: 'Odpady' }))
    const people = [await create({ name: 'A' }), await create({ name: 'B' }), await create({ name: 'C' })]
    const ids = people.map((person) => person.id)
    await within((client, town) => trashContact(client, town, ids[2] ?? 0, now))
    const add = () => within((client, town) => addMembers(client, town, group.id, [...ids, 999_999], now))
    expect([await add(), await add()]).toEqual([2, 0])
    expect(await within((client, town) => removeMembers(client, town, group.id, ids.slice(0, 1)))).toBe(1)
    expect(await find('', { group: group.id })).toEqual(['B'])
  })

  it('names and keywords belong to one group', async () => {
    const make = (name: string, keyword?: string) =>
      within((client, town) => createGroup(client, town, { name, keyword }))
    const group = await make('Odpady', 'ODPADY!')
    expect(group).toMatchObject({ keyword: 'odpady' })
    await expect(make('Odpady')).rejects.toMatchObject({ code: 'group-exists' })
    await expect(make('Śmieci', 'odpady')).rejects.toMatchObject({ code: 'keyword-taken' })
    await expect(make('Śmieci', '!!')).rejects.toMatchObject({ code: 'keyword-invalid' })
    const other = await make('Śmieci')
    const change = (to: { name?: string; keyword?: string | null }) =>
      within((client, town) => changeGroup(client, town, other.id, to))
    await expect(change({ name: 'Odpady' })).rejects.toMatchObject({ code: 'group-exists' })
    expect(await change({ name: 'Śmieci i popiół', keyword: 'popiół' })).toMatchObject({ keyword: 'popiol' })
    expect(await change({ keyword: null })).toMatchObject({ name: 'Śmieci i popiół', keyword: null })
  })

  it('a group that goes leaves its people; one that a segment asks for stays', async () => {
    const group = await within((client, town) => createGroup(client, town, { name: 'Odpady' }))
    await create({ name: 'Anna', groups: [group.id] })
    const condition = { not: { is: 'in_group', group: group.id } } as const
    await within((client, town) => createSegment(client, town, { name: 'Bez odpadów', condition }))
    const remove = () => within((client, town) => removeGroup(client, town, group.id))
    await expect(remove()).rejects.toMatchObject({ code: 'group-in-use', params: { segments: ['Bez odpadów'] } })
    await db.owner.query('DELETE FROM segment')
    await remove()
    expect(await within(listGroups)).toEqual([])
    expect(await find('Anna')).toEqual(['Anna'])
    await expect(remove()).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('notes', () => {
  it('a note has its author and its time, and goes with its contact', async () => {
    const { id } = await create({ name: 'Anna' })
    const write = (text: string) =>
      within((client, town) => addNote(client, town, id, { text, author: 'Aneta', at: now }))
    const first = await write('Woli e-mail')
    await write('Dzwonić po 16')
    await within((client, town) => removeNote(client, town, first.id))
    expect(await within((client, town) => listNotes(client, town, id))).toMatchObject([
      { text: 'Dzwonić po 16', author: 'Aneta', at: now },
    ])
    await within((client, town) => trashContact(client, town, id, now))
    await expect(write('Za późno')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('trash', () => {
  it('a contact in trash is found there only, and comes back with all that it had', async () => {
    const group = await within((client, town) => createGroup(client, town, { name: 'Odpady' }))
    const { id } = await create({ name: 'Anna', phones: ['600100301'], groups: [group.id], fields: { wieś: 'Żuków' } })
    await within((client, town) => trashContact(client, town, id, now))
    expect([await find('Anna'), await find('Anna', { trash: true })]).toEqual([[], ['Anna']])
    const change = within((client, town) => changeContact(client, town, id, { version: 2, name: 'Nowa' }, now))
    await expect(change).rejects.toMatchObject({ code: 'not-found' })
    const back = await within((client, town) => restoreContact(client, town, id, days(29)))
    expect(back).toMatchObject({
      name: 'Anna',
      trashedAt: null,
      groups: [{ name: 'Odpady' }],
      addresses: [{ value: '+48600100301' }],
      fields: { wieś: 'Żuków' },
    })
    const again = within((client, town) => restoreContact(client, town, id, days(29)))
    await expect(again).rejects.toMatchObject({ code: 'not-found' })
  })

  it('after 30 days it is erased with its notes and its number; a number that refused or wrote is still known', async () => {
    const people = await Promise.all(
      ['600100301', '600100302', '600100303'].map((phone) => create({ name: phone, phones: [phone] })),
    )
    await create({ name: 'Współlokatorka', phones: ['600100303'] })
    await db.owner.query(
      `INSERT INTO opt_out (organization_id, address_id, at, source) SELECT $1, id, $2, 'sms' FROM address WHERE value = '+48600100302'`,
      [db.organizationId, now],
    )
    for (const { id } of people) await within((client, town) => trashContact(client, town, id, now))
    expect(await eraseTrash(db.engine, days(29))).toBe(0)
    const late = within((client, town) => restoreContact(client, town, people[0]?.id ?? 0, days(31)))
    await expect(late).rejects.toMatchObject({ code: 'not-found' })
    expect(await eraseTrash(db.engine, days(31))).toBe(3)
    const { rows } = await db.owner.query('SELECT value FROM address ORDER BY value')
    expect(rows).toEqual([{ value: '+48600100302' }, { value: '+48600100303' }])
    expect(await find('', { trash: true })).toEqual([])
  })
})
