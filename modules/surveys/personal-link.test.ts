import { expect, test } from 'vitest'
import { answeredMark, personalKey, personOf } from './personal-link.ts'

const [secret, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]

test('a link names whom it was made for, and only in its own survey', () => {
  for (const id of [1, 70_000, 2 ** 40]) expect(personOf(secret, personalKey(secret, id))).toBe(id)
  expect(personOf(other, personalKey(secret, 7))).toBeUndefined()
})

test('nobody makes a link of another person out of their own', () => {
  const bytes = Buffer.from(personalKey(secret, 7), 'base64url')
  bytes.writeUIntBE(8, 0, 6)
  expect(personOf(secret, bytes.toString('base64url'))).toBeUndefined()
  for (const key of ['', 'x', 'a'.repeat(24), answeredMark(secret)]) expect(personOf(secret, key)).toBeUndefined()
})
