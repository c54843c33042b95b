import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accentOf, contrast, grounds, isColour, legibility, legible, legibleOf, plateOf } from './colour.ts'

const colours = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
const always = { seed: 20261127, numRuns: 300 }

test('contrast is WCAG’s: 21 for black on white, 1 for a colour on itself', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#0f5e68', '#0f5e68')).toBe(1)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

test('whatever colour an office has, words in it and on it can be read, in the light and in the dark', () => {
  fc.assert(
    fc.property(colours, (colour) => {
      const { light, dark } = accentOf(colour)
      for (const accent of [light.accent, light.hover]) {
        expect(contrast(accent, grounds.light)).toBeGreaterThanOrEqual(legible)
        expect(contrast(accent, light.on)).toBeGreaterThanOrEqual(legible)
      }
      for (const accent of [dark.accent, dark.hover]) {
        expect(contrast(accent, grounds.dark)).toBeGreaterThanOrEqual(legible)
        expect(contrast(accent, dark.on)).toBeGreaterThanOrEqual(legible)
      }
      const plate = plateOf(colour)
      expect(contrast(plate.brand, '#ffffff')).toBeGreaterThanOrEqual(7)
      expect(contrast(plate.wordDark, '#1a201c')).toBeGreaterThanOrEqual(7)
    }),
    always,
  )
})

test('a colour that can be read stays as it is, and another becomes one that can', () => {
  fc.assert(
    fc.property(colours, (colour) => {
      const found = legibleOf(colour)
      expect(legibility(found)).toBeGreaterThanOrEqual(legible)
      if (legibility(colour) >= legible) expect(found).toBe(colour)
    }),
    always,
  )
})

test('only six hexadecimal digits are a colour', () => {
  expect(isColour('#0F5e68')).toBe(true)
  for (const other of ['red', '#0f5', '#0f5e68;background:url(x)', '0f5e68']) expect(isColour(other)).toBe(false)
})
