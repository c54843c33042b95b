import { expect, test } from 'vitest'
import { next, numbersWhere, stateName, stateNames, stateNumber, STATES } from './lifecycle.ts'

test('numbers and names are one to one', () => {
  for (const name of stateNames) expect(stateName(stateNumber(name))).toBe(name)
  expect(new Set(stateNames.map(stateNumber)).size).toBe(stateNames.length)
  expect(() => stateName(99)).toThrow(RangeError)
})

test('only what still waits can be cancelled', () => {
  for (const name of stateNames) expect(next(name, 'cancel') !== undefined).toBe(STATES[name].cancellable)
})

test('what a phone confirmed stays delivered, whatever comes after it', () => {
  for (const event of ['accept', 'lose', 'cancel', 'receiptFailed', 'receiptExpired', 'lapse', 'resend'] as const)
    expect(next('delivered', event)).toBeUndefined()
})

test('what was cancelled or suppressed never leaves', () => {
  for (const name of ['cancelled', 'suppressed'] as const)
    for (const event of ['accept', 'resend', 'receiptDelivered'] as const) expect(next(name, event)).toBeUndefined()
})

test('an uncertain message is settled by its receipt or sent again', () => {
  expect(next('uncertain', 'receiptDelivered')).toBe('delivered')
  expect(next('uncertain', 'receiptFailed')).toBe('failed')
  expect(next('uncertain', 'resend')).toBe('queued')
})

test('the numbers for SQL are those of the states', () => {
  expect(numbersWhere((state) => !state.settled)).toEqual([0, 1])
})
