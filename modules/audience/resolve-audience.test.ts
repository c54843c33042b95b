import type { Condition } from '@kurenda/contract'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inOrganization, transaction, type Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { addMembers, removeMembers } from './change-members.ts'
import { addContactField } from './contact-fields.ts'
import { createContact, type NewContact } from './create-contact.ts'
import { createGroup } from './groups.ts'
import { listContacts } from './list-contacts.ts'
import { mergeContacts } from './merge-contacts.ts'
import { countAudience } from './count-audience.ts'
import { foldAudiences } from './fold-audiences.ts'
import { resolveAudience, type Audience } from './resolve-audience.ts'
import { changeSegment, createSegment, listSegments, removeSegment } from './segments.ts'
import { setAddresses } from './set-addresses.ts'
import { restoreContact, trashContact } from './trash-contact.ts'

let db: TestDatabase
const now = new Date('2026-05-20T10:00:00Z')

beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
const empty = () =>
  db.owner.query(
    `TRUNCATE contact, contact_group, contact_address, group_member, address, opt_out, contact_field, segment, broadcast, conversation,
       audience_bits, shared_number, audience_mark CASCADE`,
  )
beforeEach(empty)

function within<T>(work: (client: Client, organizationId: number) => Promise<T>): Promise<T> {
  return inOrganization(db.api, db.organizationId, (client) => work(client, db.organizationId))
}
function create(given: Partial<NewContact> = {}) {
  const whole = { phones: [], emails: [], fields: {}, groups: [], ...given }
  return within((client, town) => createContact(client, town, whole, now))
}
const group = (name: string) => within((client, town) => createGroup(client, town, { name }))
const segment = (name: string, condition: Condition) =>
  within((client, town) => createSegment(client, town, { name, condition }))
const count = (audience: Audience) => within((client, town) => countAudience(client, town, audience))

/** Numbers that a broadcast would text, under either role. */
async function recipients(audience: Audience): Promise<string[]> {
  const read = async (client: Client) => {
    const resolved = await resolveAudience(client, db.organizationId, audience)
    const { rows } = await client.query<{ to_value: string }>(
      sql`SELECT r.to_value FROM (${resolved.recipients}) AS r ORDER BY r.to_value`,
    )
    return rows.map((row) => row.to_value)
  }
  const asEngine = await transaction(db.engine, read)
  expect(await within(read)).toEqual(asEngine)
  return asEngine
}
async function optOut(...numbers: string[]): Promise<void> {
  await db.engine.query(
    `INSERT INTO opt_out (organization_id, address_id, at, source)
     SELECT $1, id, $3, 'staff' FROM address WHERE organization_id = $1 AND value = ANY($2) ON CONFLICT DO NOTHING`,
    [db.organizationId, numbers, now],
  )
}
const tel = (i: number) => `+48600100${String(i).padStart(3, '0')}`

describe('an audience', () => {
  it('is the union of groups, segments and numbers, each person and each number once, the others counted by reason', async () => {
    const [waste, council] = [await group('Odpady'), await group('Rada')]
    await create({ name: 'Anna', phones: [tel(1), tel(2)], groups: [waste.id, council.id] })
    await create({ name: 'Jan', phones: [tel(1)], groups: [waste.id] })
    await create({ name: 'Bez telefonu', emails: ['a@przykladowo.example'], groups: [waste.id] })
    await create({ name: 'Wypisany', phones: [tel(3)], groups: [council.id] })
    const gone = await create({ name: 'W koszu', phones: [tel(4)], groups: [council.id] })
    await create({ name: 'Ewa', phones: [tel(5)], language: 'uk' })
    await within((client, town) => trashContact(client, town, gone.id, now))
    await optOut(tel(3))
    const ukrainian = await segment('Po ukraińsku', { is: 'language', language: 'uk' })
    const audience = {
      groups: [waste.id, council.id],
      segments: [ukrainian.id],
      numbers: ['600 100 005', tel(9), 'brak', '', tel(2), tel(4), tel(3), tel(9)],
    }
    expect(await count(audience)).toEqual({
      // Anna, Jan, no phone, opted out, trash, Ewa, and the numbers …005, …009, …002, …004, …003.
      chosen: 11,
      recipients: 3,
      excluded: { optedOut: 2, noPhone: 1, trashed: 2, duplicateNumber: 3 },
      refused: [{ line: 3, reason: 'not-a-number' }],
    })
    // …002 is Anna's second number, and she gets it at her first.
    expect(await recipients(audience)).toEqual([tel(1), tel(5), tel(9)])
  })

  it('a person who refused at their first number is not texted at their second', async () => {
    const { id } = await group('Odpady')
    await create({ name: 'Anna', phones: [tel(1), tel(2)], groups: [id] })
    await optOut(tel(1))
    expect(await recipients({ groups: [id] })).toEqual([])
    expect(await recipients({ groups: [id], numbers: [tel(2)] })).toEqual([tel(2)])
  })

  it('of nobody is empty, and what was removed in the meantime is said to be gone', async () => {
    expect(await count({})).toMatchObject({ chosen: 0, recipients: 0 })
    expect(await recipients({ numbers: ['brak'] })).toEqual([])
    await expect(count({ groups: [999_999] })).rejects.toMatchObject({ code: 'not-found' })
    await expect(count({ segments: [999_999] })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('takes a filter that is not saved', async () => {
    await create({ name: 'Anna', phones: [tel(1)] })
    await create({ name: 'Oleh', phones: [tel(2)], language: 'uk' })
    expect(await recipients({ condition: { is: 'language', language: 'uk' } })).toEqual([tel(2)])
  })
})

describe('a segment', () => {
  /** Names of those who belong, by each way of looking. */
  async function members(condition: Condition): Promise<string> {
    const { id } = await segment('Próbny', condition)
    const { contacts } = await within((client, town) => listContacts(client, town, { segment: id, limit: 50 }))
    const numbers = contacts.flatMap((contact) => contact.addresses.filter((one) => one.kind === 'phone').slice(0, 1))
    const texted = await recipients({ segments: [id] })
    expect(texted).toEqual(numbers.filter((one) => !one.optedOut).map((one) => one.value).sort()) // oxfmt-ignore
    await within((client, town) => removeSegment(client, town, id))
    return contacts.map((contact) => contact.name).sort().join(' ') // oxfmt-ignore
  }

  it('holds whoever its condition is true of', async () => {
    await within((client, town) => addContactField(client, town, { label: 'Urodziny', type: 'date', choices: [] }))
    await within((client, town) => addContactField(client, town, { label: 'Zgoda', type: 'yes_no', choices: [] }))
    const waste = await group('Odpady')
    await create({
      name: 'Anna',
      phones: [tel(1)],
      groups: [waste.id],
      fields: { wieś: 'Żuków', osób: '4', urodziny: '1980-05-03', zgoda: true },
    })
    await create({
      name: 'Jan',
      phones: [tel(2)],
      emails: ['jan@przykladowo.example'],
      fields: { wieś: 'Olszanka', osób: '10', zgoda: false },
    })
    await create({ name: 'Oleh', language: 'uk', fields: { osób: 'kilka', urodziny: '1999-12-31' } })
    await optOut(tel(2))
    await db.owner.query(`UPDATE contact SET created_at = '2026-05-19T21:59:00Z' WHERE name = 'Oleh'`)
    await db.owner.query(`UPDATE contact SET created_at = '2026-05-19T22:00:00Z' WHERE name <> 'Oleh'`)
    const { rows } = await db.owner.query<{ id: number }>(
      `INSERT INTO broadcast (organization_id, name, template, channel_id, sender) VALUES ($1, 'a', 'a', $2, '1') RETURNING id`,
      [db.organizationId, db.channelId],
    )
    const broadcast = rows[0]?.id ?? 0
    await db.owner.query(
      `INSERT INTO conversation (organization_id, address_id, channel_id, broadcast_id, last_at)
       SELECT $1, id, $2, $3, now() FROM address WHERE value = $4`,
      [db.organizationId, db.channelId, broadcast, tel(1)],
    )
    const cases: [Condition, string][] = [
      [{ is: 'in_group', group: waste.id }, 'Anna'],
      [{ is: 'not_in_group', group: waste.id }, 'Jan Oleh'],
      [{ is: 'language', language: 'uk' }, 'Oleh'],
      [{ is: 'has_phone' }, 'Anna Jan'],
      [{ is: 'has_no_phone' }, 'Oleh'],
      [{ is: 'has_email' }, 'Jan'],
      [{ is: 'has_no_email' }, 'Anna Oleh'],
      [{ is: 'opted_out' }, 'Jan'],
      [{ is: 'not_opted_out' }, 'Anna Oleh'],
      // Midnight in Warsaw is 22:00 in UTC.
      [{ is: 'created_since', day: '2026-05-20' }, 'Anna Jan'],
      [{ is: 'created_before', day: '2026-05-20' }, 'Oleh'],
      [{ is: 'replied_to', broadcast }, 'Anna'],
      [{ is: 'not_replied_to', broadcast }, 'Jan Oleh'],
      [{ is: 'field_set', field: 'wieś' }, 'Anna Jan'],
      [{ is: 'field_not_set', field: 'wieś' }, 'Oleh'],
      [{ is: 'field_equal', field: 'wieś', value: 'Żuków' }, 'Anna'],
      [{ is: 'field_equal', field: 'URODZINY', value: '3.05.1980' }, 'Anna'],
      [{ is: 'field_equal', field: 'zgoda', value: 'true' }, 'Anna'],
      [{ is: 'field_not_equal', field: 'wieś', value: 'Żuków' }, 'Jan Oleh'],
      [{ is: 'field_contains', field: 'wieś', value: 'ZUK' }, 'Anna'],
      [{ is: 'field_number', field: 'osób', compare: '<', number: 10 }, 'Anna'],
      [{ is: 'field_number', field: 'osób', compare: '>=', number: 4 }, 'Anna Jan'],
      [{ is: 'field_date', field: 'Urodziny', compare: '>', day: '1990-01-01' }, 'Oleh'],
      [{ not: { is: 'field_number', field: 'osób', compare: '<', number: 10 } }, 'Jan Oleh'],
      [{ all: [{ is: 'has_phone' }, { not: { is: 'opted_out' } }] }, 'Anna'],
      [{ any: [{ is: 'opted_out' }, { is: 'language', language: 'uk' }] }, 'Jan Oleh'],
      [{ is: 'field_equal', field: "x' OR true --", value: "'; DELETE FROM contact" }, ''],
    ]
    for (const [condition, names] of cases) expect([condition, await members(condition)]).toEqual([condition, names])
  })

  it('whose value no contact could have, or whose group is not there, is refused', async () => {
    await within((client, town) => addContactField(client, town, { label: 'Data', type: 'date', choices: [] }))
    await expect(segment('a', { is: 'field_equal', field: 'data', value: 'jutro' })).rejects.toMatchObject({
      code: 'field-value',
    })
    await expect(segment('a', { is: 'in_group', group: 999_999 })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is not saved over another’s change, nor under another’s name', async () => {
    const { id } = await segment('Z telefonem', { is: 'has_phone' })
    await segment('Inny', { is: 'has_email' })
    const change = (version: number, name: string) =>
      within((client, town) => changeSegment(client, town, id, { version, name }))
    await expect(change(1, 'Inny')).rejects.toMatchObject({ code: 'segment-exists' })
    expect(await change(1, 'Nowy')).toMatchObject({ version: 2, condition: { is: 'has_phone' } })
    await expect(change(1, 'Spóźniony')).rejects.toMatchObject({ code: 'segment-changed' })
    expect((await within(listSegments)).map((one) => one.name)).toEqual(['Inny', 'Nowy'])
    await expect(segment('Nowy', { is: 'has_phone' })).rejects.toMatchObject({ code: 'segment-exists' })
  })
})

interface Town {
  people: { phones: number[]; groups: number[]; language: 'pl' | 'uk'; trashed: boolean }[]
  optedOut: number[]
  groups: number[]
  numbers: number[]
  language: 'pl' | 'uk' | undefined
}
const number = fc.integer({ min: 0, max: 9 })
const towns: fc.Arbitrary<Town> = fc.record({
  people: fc.array(
    fc.record({
      phones: fc.uniqueArray(number, { maxLength: 3 }),
      groups: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
      language: fc.constantFrom('pl' as const, 'uk' as const),
      trashed: fc.boolean(),
    }),
    { maxLength: 12 },
  ),
  optedOut: fc.uniqueArray(number, { maxLength: 4 }),
  groups: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
  numbers: fc.array(number, { maxLength: 6 }),
  language: fc.constantFrom('pl' as const, 'uk' as const, undefined),
})

it(
  'whoever opted out, is in trash or shares a number that is texted already gets nothing, in any town',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(towns, async (town) => {
        await empty()
        const groups = [await group('0'), await group('1'), await group('2')].map((one) => one.id)
        for (const [i, person] of town.people.entries()) {
          const { id } = await create({
            name: `Osoba ${i}`,
            phones: person.phones.map(tel),
            language: person.language,
            groups: person.groups.flatMap((one) => groups[one] ?? []),
          })
          if (person.trashed) await within((client, own) => trashContact(client, own, id, now))
        }
        await optOut(...town.optedOut.map(tel))
        const saved = town.language ? [(await segment('język', { is: 'language', language: town.language })).id] : []
        const audience = {
          groups: town.groups.flatMap((one) => groups[one] ?? []),
          segments: saved,
          numbers: town.numbers.map(tel),
        }
        const texted = await recipients(audience)
        const chosen = town.people.filter(
          (person) => person.groups.some((one) => town.groups.includes(one)) || person.language === town.language,
        )
        const living = (phone: number) => town.people.filter((one) => !one.trashed && one.phones.includes(phone))
        const known = (phone: number) => town.people.some((one) => one.phones.includes(phone))
        const out = new Set(town.optedOut.filter(known).map(tel))
        expect(texted.filter((one) => out.has(one))).toEqual([])
        expect(new Set(texted).size).toBe(texted.length)
        // A number that only contacts in trash have.
        for (let phone = 0; phone < 10; phone++)
          if (known(phone) && living(phone).length === 0) expect(texted).not.toContain(tel(phone))
        // Everyone who was chosen and can be reached is.
        for (const person of chosen) {
          const first = person.phones[0]
          if (!person.trashed && first !== undefined && !out.has(tel(first))) expect(texted).toContain(tel(first))
        }
        const counted = await count(audience)
        await foldAudiences(db.engine)
        expect(await count(audience)).toEqual(counted)
        const { optedOut, noPhone, trashed, duplicateNumber } = counted.excluded
        expect(counted.recipients).toBe(texted.length)
        expect(counted.recipients + optedOut + noPhone + trashed + duplicateNumber).toBe(counted.chosen)
        expect(counted.chosen).toBe(chosen.length + new Set(town.numbers).size)
      }),
      { numRuns: 40 },
    )
  },
)

const steps = fc.array(
  fc.record({
    what: fc.constantFrom('join', 'leave', 'phones', 'trash', 'restore', 'refuse', 'withdraw', 'merge', 'fold'),
    person: fc.integer({ min: 0, max: 7 }),
    other: fc.integer({ min: 0, max: 7 }),
    group: fc.integer({ min: 0, max: 1 }),
    phones: fc.uniqueArray(number, { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 14 },
)

it('is counted right where a refusal and its contact, or two owners of one number, come at the same moment', async () => {
  const { id } = await group('Odpady')
  const [anna, jan] = [await create({ groups: [id] }), await create({ groups: [id] })]
  await create({ phones: [tel(1), tel(2)] })
  await foldAudiences(db.engine)
  const [late, later] = [await db.engine.connect(), await db.engine.connect()]
  try {
    for (const client of [late, later]) await client.query('BEGIN')
    await late.query(
      `INSERT INTO opt_out (organization_id, address_id, at, source) SELECT $1, id, $3, 'sms' FROM address WHERE value = $2`,
      [db.organizationId, tel(1), now],
    )
    await setAddresses(later, db.organizationId, jan.id, { phones: [tel(2)], emails: [] })
    await within((client, town) => setAddresses(client, town, anna.id, { phones: [tel(1)], emails: [] }))
    await foldAudiences(db.engine)
    expect(await count({ groups: [id] })).toMatchObject({ recipients: 1, excluded: { noPhone: 1, optedOut: 0 } })
    await late.query('COMMIT')
    await foldAudiences(db.engine)
    expect(await count({ groups: [id] })).toMatchObject({ recipients: 0, excluded: { noPhone: 1, optedOut: 1 } })
    await within((client, town) => setAddresses(client, town, anna.id, { phones: [tel(2)], emails: [] }))
    await foldAudiences(db.engine)
    await later.query('COMMIT')
    const counted = await count({ groups: [id] })
    expect(counted).toMatchObject({ chosen: 2, recipients: 1, excluded: { duplicateNumber: 1 } })
    await foldAudiences(db.engine)
    expect(await count({ groups: [id] })).toEqual(counted)
  } finally {
    for (const client of [late, later]) {
      await client.query('ROLLBACK')
      client.release()
    }
  }
})

it(
  'is counted as it is sent to, whatever changed since the last fold and whatever did not',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (changes) => {
        await empty()
        const groups = [await group('0'), await group('1')].map((one) => one.id)
        const people: number[] = []
        for (let i = 0; i < 8; i++)
          people.push((await create({ phones: [tel(i % 6)], groups: groups.slice(0, (i % 2) + 1) })).id)
        await foldAudiences(db.engine)
        for (const change of changes) {
          const [id, other, groupId] = [
            people[change.person] ?? 0,
            people[change.other] ?? 0,
            groups[change.group] ?? 0,
          ]
          await within(async (client, town) => {
            const refused = (error: unknown) => {
              if (!(error instanceof Problem)) throw error
            }
            if (change.what === 'join') await addMembers(client, town, groupId, [id], now)
            if (change.what === 'leave') await removeMembers(client, town, groupId, [id])
            if (change.what === 'phones')
              await setAddresses(client, town, id, { phones: change.phones.map(tel), emails: [] })
            if (change.what === 'trash') await trashContact(client, town, id, now).catch(refused)
            if (change.what === 'restore') await restoreContact(client, town, id, now).catch(refused)
            if (change.what === 'merge' && id !== other)
              await mergeContacts(client, town, { keep: id, merge: other, by: 'Anna', now }).catch(refused)
          })
          if (change.what === 'refuse') await optOut(...change.phones.map(tel))
          if (change.what === 'withdraw')
            await db.engine.query(
              'DELETE FROM opt_out o USING address a WHERE a.id = o.address_id AND a.value = ANY($1)',
              [change.phones.map(tel)],
            )
          if (change.what === 'fold') await foldAudiences(db.engine)
        }
        for (const asked of [{ groups }, { groups: groups.slice(0, 1), numbers: [tel(2), tel(8)] }]) {
          const counted = await count(asked)
          expect(counted.recipients).toBe((await recipients(asked)).length)
          const { rows } = await db.owner.query<{ people: number }>(
            `SELECT count(DISTINCT m.contact_id)::int AS people FROM group_member m JOIN contact c ON c.id = m.contact_id
             WHERE c.merged_into IS NULL AND m.group_id = ANY($1)`,
            [asked.groups],
          )
          expect(counted.chosen).toBe((rows[0]?.people ?? 0) + ('numbers' in asked ? 2 : 0))
          await foldAudiences(db.engine)
          expect(await count(asked)).toEqual(counted)
        }
      }),
      { numRuns: 30 },
    )
  },
)
