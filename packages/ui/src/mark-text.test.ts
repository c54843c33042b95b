import { expect, it } from 'vitest'
import { markText } from './mark-text.ts'

it('letters that cost and variables stand out, and the pieces are the text again', () => {
  const text = 'Proszę, {{ imię }}: do 7:00.'
  const pieces = markText(text)
  expect(pieces).toEqual([
    { text: 'Prosz', is: 'plain' },
    { text: 'ę', is: 'costly' },
    { text: ', ', is: 'plain' },
    { text: '{{ imię }}', is: 'variable' },
    { text: ': do 7:00.', is: 'plain' },
  ])
  expect(pieces.map((piece) => piece.text).join('')).toBe(text)
})
