import { expect, test } from 'vitest'
import { compare } from './compare.ts'
import { makePeople, type Person } from './make-people.ts'
import type { LoggedSubmit } from './smsc.ts'

const { people, csv, duplicates, bad } = makePeople(200)

/** As a gateway that makes no mistake sends it: two parts with a header. */
function submitsTo({ number, text }: Person, reference: number): LoggedSubmit[] {
  return [text.slice(0, 67), text.slice(67)].map((part, i) => ({
    ...{ id: `${reference}-${i}`, status: 0, to: number, from: '48500100200', esm: 0x40, coding: 8 },
    body: `050003${Buffer.from([reference, 2, i + 1]).toString('hex')}${Buffer.from(part, 'utf16le').swap16().toString('hex')}`,
  }))
}

const all = people.flatMap(submitsTo)

test('a run without a mistake is right for every person', () => {
  expect(compare(people, all)).toMatchObject({ right: people.length, wrong: 0, repeated: 0, missing: 0, strangers: 0 })
})

test('each kind of mistake is seen', () => {
  const changed = (change: Partial<LoggedSubmit>) =>
    all.map((submit, i) => (i === 3 ? { ...submit, ...change } : submit))
  expect(compare(people, all.slice(1))).toMatchObject({ missing: 1 })
  expect(compare(people, changed({ status: 0x58 }))).toMatchObject({ missing: 1 })
  expect(compare(people, [...all, ...all.slice(0, 1)])).toMatchObject({ repeated: 1 })
  expect(compare(people, changed({ body: '050003010202003f' }))).toMatchObject({ wrong: 1 })
  expect(compare(people, changed({ to: '48600999999' }))).toMatchObject({ missing: 1, strangers: 1 })
})

test('a piece of an attempt before is no repetition, a second whole is one', () => {
  const [first] = people
  const again = first ? submitsTo(first, 201) : []
  expect(compare(people, [...all, ...again.slice(0, 1)])).toMatchObject({ right: people.length, pieces: 1 })
  expect(compare(people, [...all, ...again])).toMatchObject({ repeated: 1 })
  expect(compare(people, [...all.slice(1), ...again])).toMatchObject({ right: people.length, pieces: 1 })
})

test('the list is in Windows-1250, with the repeated and the unusable lines that it promises', () => {
  const rows = new TextDecoder('windows-1250').decode(csv).trimEnd().split('\r\n')
  expect(rows).toHaveLength(201)
  expect(rows[0]).toBe('Imię;Nazwisko;Telefon;Kwota')
  expect({ people: people.length, duplicates, bad }).toEqual({ people: 192, duplicates: 5, bad: 3 })
  expect(new Set(people.map(({ number }) => number)).size).toBe(192)
  expect(people.every(({ text }) => text.length > 70 && text.length <= 134)).toBe(true)
})
