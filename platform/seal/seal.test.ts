import { expect, test } from 'vitest'
import { openSeal, SealBroken } from './index.ts'

const seal = openSeal('a secret of this town')
const of = 'channel 3 password'

test('what is sealed is not to be read, and opens where it was closed', () => {
  for (const plain of ['', 'hasło', 'x'.repeat(1_000)]) {
    const stored = seal.close(plain, of)
    if (plain !== '') expect(stored).not.toContain(plain)
    expect(stored).not.toBe(seal.close(plain, of))
    expect(seal.open(stored, of)).toBe(plain)
  }
})

test('it opens for nobody else, with no other key, and not with a byte changed or missing', () => {
  const stored = seal.close('hasło', of)
  expect(() => seal.open(stored, 'channel 4 password')).toThrow(SealBroken)
  expect(() => openSeal('another town').open(stored, of)).toThrow(SealBroken)
  for (let i = 'sealed:'.length; i < stored.length - 1; i++) {
    const changed = stored.slice(0, i) + (stored[i] === 'A' ? 'B' : 'A') + stored.slice(i + 1)
    expect(() => seal.open(changed, of)).toThrow(SealBroken)
    expect(() => seal.open(stored.slice(0, i), of)).toThrow(SealBroken)
  }
})

test('a secret that was stored before there was a seal goes on working', () => {
  expect(seal.open('stare hasło', of)).toBe('stare hasło')
})
