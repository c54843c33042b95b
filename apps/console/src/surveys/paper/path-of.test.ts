import type { SurveyQuestion } from '@kurenda/contract'
import { expect, test } from 'vitest'
import { pathOf, type Answers } from './path-of.ts'

const question = (id: string, more: Partial<SurveyQuestion> = {}): SurveyQuestion => ({
  id,
  kind: 'yes-no',
  text: { pl: id },
  required: true,
  goTo: [],
  ...more,
})
const park = [
  question('visits', { goTo: [{ when: { is: false }, then: 'why' }] }),
  question('lacks', { kind: 'choices', goTo: [{ when: { is: 'bench' }, then: 'end' }] }),
  question('nps', { kind: 'nps', goTo: [{ when: { atMost: 6 }, then: 'why' }], next: 'end' }),
  question('why', { kind: 'text' }),
]
const path = (answers: Answers) => pathOf({ questions: park }, answers).map(({ id }) => id)

test('a sheet comes to the questions that its answers lead to, and to no others', () => {
  expect(path({})).toEqual(['visits', 'lacks', 'nps'])
  expect(path({ visits: false })).toEqual(['visits', 'why'])
  expect(path({ visits: true, lacks: ['light', 'bench'] })).toEqual(['visits', 'lacks'])
  expect(path({ visits: true, lacks: ['light'], nps: 6 })).toEqual(['visits', 'lacks', 'nps', 'why'])
  expect(path({ visits: true, lacks: ['light'], nps: 7 })).toEqual(['visits', 'lacks', 'nps'])
})

test('a survey that leads back asks nothing twice', () => {
  const circle = [question('a'), question('b', { next: 'a' })]
  expect(pathOf({ questions: circle }, {}).map(({ id }) => id)).toEqual(['a', 'b'])
})
