import { expect, it } from 'vitest'
import { wordDiff } from './word-diff.ts'

it('says which words stayed, came and went, in the order of the text', () => {
  expect(wordDiff('Odpady odbieramy w środę rano.', 'Odpady odbieramy w czwartek 16.10 rano.')).toEqual([
    { is: 'same', text: 'Odpady odbieramy w ' },
    { is: 'taken', text: 'środę ' },
    { is: 'added', text: 'czwartek 16.10 ' },
    { is: 'same', text: 'rano.' },
  ])
})

it('what is said of both texts is each of them whole', () => {
  const [before, after] = [
    'Nie ma wody do 15:00.\nPrzepraszamy.',
    'Wody nie ma do 18:00.\nZa utrudnienia przepraszamy.',
  ]
  const changes = wordDiff(before, after)
  const told = (is: string) =>
    changes.filter((change) => change.is === 'same' || change.is === is).map(({ text }) => text)
  expect([told('taken').join(''), told('added').join('')]).toEqual([before, after])
})
