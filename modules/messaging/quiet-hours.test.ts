import { expect, it } from 'vitest'
import { afterQuietHours } from './quiet-hours.ts'

const night = { timeZone: 'Europe/Warsaw', from: '21:00', until: '07:00' }

it.each([
  ['by day', '2026-05-20T10:00:00Z', '2026-05-20T10:00:00Z'],
  ['a moment before they begin', '2026-05-20T18:59:59Z', '2026-05-20T18:59:59Z'],
  ['when they begin', '2026-05-20T19:00:00Z', '2026-05-21T05:00:00Z'],
  ['after midnight', '2026-05-20T23:30:00Z', '2026-05-21T05:00:00Z'],
  ['when they end', '2026-05-21T05:00:00Z', '2026-05-21T05:00:00Z'],
  ['over the night that loses an hour', '2026-03-28T21:00:00Z', '2026-03-29T05:00:00Z'],
  ['over the night that gains an hour', '2026-10-24T20:00:00Z', '2026-10-25T06:00:00Z'],
  ['in the hour that comes twice', '2026-10-25T01:30:00Z', '2026-10-25T06:00:00Z'],
])('%s', (_, at, allowed) => {
  expect(afterQuietHours(new Date(at), night)).toEqual(new Date(allowed))
})

it('an end in the hour that does not exist is the first moment after it', () => {
  const quiet = { ...night, until: '02:30' }
  expect(afterQuietHours(new Date('2026-03-29T00:30:00Z'), quiet)).toEqual(new Date('2026-03-29T01:30:00Z'))
})

it('hours within one day, and none at all', () => {
  const siesta = { ...night, from: '12:00', until: '14:00' }
  expect(afterQuietHours(new Date('2026-05-20T11:00:00Z'), siesta)).toEqual(new Date('2026-05-20T12:00:00Z'))
  const none = { ...night, from: '00:00', until: '00:00' }
  expect(afterQuietHours(new Date('2026-05-20T22:00:00Z'), none)).toEqual(new Date('2026-05-20T22:00:00Z'))
})
