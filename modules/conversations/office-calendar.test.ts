import { expect, it, test } from 'vitest'
import { OfficeCalendar, type OpeningHours } from './office-calendar.ts'
import { publicHolidays } from './public-holidays.ts'

const weekdays = [1, 2, 3, 4, 5].map((day) => ({ day, from: '07:30', until: '15:30' }))
const hours: OpeningHours = { timeZone: 'Europe/Warsaw', opens: weekdays, publicHolidays: true, closedOn: [] }
const office = new OfficeCalendar(hours)
const due = (at: string, minutes: number, calendar = office) =>
  calendar.addWorkingMinutes(new Date(at), minutes)?.toISOString()

test('Poland’s public holidays, those that move with Easter among them', () => {
  expect(publicHolidays(2026)).toEqual([
    '2026-01-01', '2026-01-06', '2026-04-05', '2026-04-06', '2026-05-01', '2026-05-03', '2026-05-24', '2026-06-04',
    '2026-08-15', '2026-11-01', '2026-11-11', '2026-12-24', '2026-12-25', '2026-12-26',
  ]) // oxfmt-ignore
  expect(publicHolidays(2024)).not.toContain('2024-12-24')
  const easters = [2008, 2011, 2019, 2025, 2027, 2038].map((year) => publicHolidays(year)[year < 2011 ? 1 : 2])
  expect(easters).toEqual(['2008-03-23', '2011-04-24', '2019-04-21', '2025-04-20', '2027-03-28', '2038-04-25'])
})

it('counts working time only: overnight, over a weekend, over a holiday', () => {
  expect(due('2026-11-02T09:00:00Z', 60)).toBe('2026-11-02T10:00:00.000Z')
  expect(due('2026-11-02T14:00:00Z', 60)).toBe('2026-11-03T07:00:00.000Z')
  expect(due('2026-11-06T14:00:00Z', 60)).toBe('2026-11-09T07:00:00.000Z')
  expect(due('2026-11-07T12:00:00Z', 1)).toBe('2026-11-09T06:31:00.000Z')
  // Wednesday, 11 November 2026, is Independence Day.
  expect(due('2026-11-10T14:30:00Z', 1)).toBe('2026-11-12T06:31:00.000Z')
  // From Holy Thursday evening to Tuesday after Easter Monday: Good Friday is worked.
  expect(due('2026-04-02T20:00:00Z', 481)).toBe('2026-04-07T05:31:00.000Z')
})

it('a target that is reached at closing time is due then, not the next morning', () => {
  expect(due('2026-11-02T13:30:00Z', 60)).toBe('2026-11-02T14:30:00.000Z')
})

it('both odd days of the year come out right in an office that never closes', () => {
  const always = new OfficeCalendar({
    timeZone: 'Europe/Warsaw',
    opens: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', until: '12:00' })),
    publicHolidays: false,
    closedOn: [],
  })
  // 29 March 2026 has 23 hours: eleven lie before noon.
  expect(due('2026-03-28T23:00:00Z', 11 * 60, always)).toBe('2026-03-29T10:00:00.000Z')
  expect(due('2026-03-28T23:00:00Z', 11 * 60 + 1, always)).toBe('2026-03-29T22:01:00.000Z')
  // 25 October 2026 has 25: thirteen lie before noon.
  expect(due('2026-10-24T22:00:00Z', 13 * 60, always)).toBe('2026-10-25T11:00:00.000Z')
})

it('hours that the change to summer time skips do not count twice or backwards', () => {
  const night = new OfficeCalendar({
    ...hours,
    opens: [{ day: 7, from: '02:15', until: '02:45' }],
    publicHolidays: false,
  })
  expect(night.opensAfter(new Date('2026-03-29T00:00:00Z'))?.toISOString()).toBe('2026-03-29T01:15:00.000Z')
  expect(due('2026-03-28T12:00:00Z', 30, night)).toBe('2026-03-29T01:45:00.000Z')
})

it('knows when it is open and when it opens next', () => {
  const at = (value: string) => new Date(value)
  expect(office.isOpen(at('2026-11-02T06:29:59Z'))).toBe(false)
  expect(office.isOpen(at('2026-11-02T06:30:00Z'))).toBe(true)
  expect(office.isOpen(at('2026-11-02T14:30:00Z'))).toBe(false)
  expect(office.opensAfter(at('2026-11-02T10:00:00Z'))).toEqual(at('2026-11-02T10:00:00Z'))
  expect(office.opensAfter(at('2026-11-10T20:00:00Z'))).toEqual(at('2026-11-12T06:30:00Z'))
})

it('the office’s own closed days count, and one that never opens promises nothing', () => {
  const bridge = new OfficeCalendar({ ...hours, closedOn: ['2026-11-12', '2026-11-13'] })
  expect(due('2026-11-10T14:30:00Z', 1, bridge)).toBe('2026-11-16T06:31:00.000Z')
  expect(due('2026-11-10T14:30:00Z', 1, new OfficeCalendar({ ...hours, opens: [] }))).toBeUndefined()
})

it('overlapping hours count once', () => {
  const twice = new OfficeCalendar({ ...hours, opens: [...weekdays, { day: 1, from: '14:00', until: '18:00' }] })
  expect(due('2026-11-02T14:00:00Z', 180, twice)).toBe('2026-11-02T17:00:00.000Z')
})
