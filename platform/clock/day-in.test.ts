import { expect, it } from 'vitest'
import { dayIn } from './day-in.ts'

it('the day is that of the town', () => {
  expect(dayIn('Europe/Warsaw', new Date('2026-05-20T22:30:00Z'))).toBe('2026-05-21')
})
