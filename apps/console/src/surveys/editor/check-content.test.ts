import { expect, test } from 'vitest'
import { contentOf } from '../presets.ts'
import { checkContent } from './check-content.ts'
import {
  addChoice,
  addQuestion,
  copyQuestion,
  moveQuestion,
  ofKind,
  removeChoice,
  removeQuestion,
  toggleLanguage,
  withQuestion,
} from './edit-content.ts'

const now = Date.parse('2026-05-20T10:00:00Z')
const wrong = (content: Parameters<typeof checkContent>[0]) =>
  checkContent(content, now).map(({ at, key, language }) =>
    [at, key.replace('surveys.wrong.', ''), language].join(' ').trim(),
  )

test('every preset but the empty one can be saved as it is, in any of its languages', () => {
  for (const preset of ['nps', 'csat', 'ces'] as const)
    for (const language of ['pl', 'en', 'uk'] as const) {
      const content = contentOf(preset, language)
      expect(wrong(content)).toEqual([])
      expect(wrong({ ...content, languages: ['pl', 'en', 'uk'] })).toEqual([])
    }
  expect(wrong(contentOf('empty', 'pl'))).toEqual([
    'title missing',
    'q1.text missing',
    'q1.choice.c1 missing',
    'q1.choice.c2 missing',
  ])
})

test('what is wrong is said beside its field', () => {
  const two = addQuestion(contentOf('nps', 'pl'), 'choice')
  const written = withQuestion(two.content, two.id, {
    text: { pl: 'Dokąd?' },
    choices: [
      { id: 'c1', label: { pl: 'Park' } },
      { id: 'c2', label: { pl: ' park' } },
    ],
    goTo: [{ when: { is: 'c1' }, then: 'q9' }],
  })
  expect(wrong(written)).toEqual(['q3.choice.c2 same', 'q3.goTo.0 goTo'])
  expect(wrong(toggleLanguage(contentOf('empty', 'pl'), 'uk'))).toContain('title missing')
  expect(wrong({ ...toggleLanguage(written, 'uk') })).toContain('q3.text language uk')
  expect(wrong({ ...contentOf('ces', 'pl'), closesAt: '2026-05-20T09:00:00Z' })).toEqual(['closesAt past'])
  const scale = withQuestion(contentOf('ces', 'pl'), 'q1', { kind: 'scale', from: 5, to: 5 })
  expect(wrong(scale)).toEqual(['q1.range range'])
})

test('a question that goes takes along what led to it and what counted it', () => {
  const content = {
    ...withQuestion(contentOf('nps', 'pl'), 'q1', { goTo: [{ when: { atMost: 6 }, then: 'q2' }], next: 'q2' }),
    quotas: [{ question: 'q2', choice: 'yes', most: 3 }],
  }
  expect(removeQuestion(content, 'q2')).toMatchObject({ questions: [{ id: 'q1', goTo: [] }], quotas: [] })
  expect(removeQuestion(content, 'q2').questions[0]).not.toHaveProperty('next')
})

test('a choice that goes takes along what it led to', () => {
  const { content, id } = addQuestion(contentOf('empty', 'pl'), 'choice')
  const branched = {
    ...withQuestion(content, id, { goTo: [{ when: { is: 'c2' }, then: 'end' }] }),
    quotas: [{ question: id, choice: 'c2', most: 1 }],
  }
  const question = branched.questions[1]
  if (!question) throw new Error('no question')
  expect(removeChoice(branched, question, 'c2')).toMatchObject({
    questions: [{}, { choices: [{ id: 'c1' }], goTo: [] }],
    quotas: [],
  })
  expect(addChoice(question).choices?.map((one) => one.id)).toEqual(['c1', 'c2', 'c3'])
})

test('ids are never taken twice, and order and kind change without losing words', () => {
  const { content, id } = copyQuestion(contentOf('nps', 'pl'), 'q1')
  expect(content.questions.map((one) => one.id)).toEqual(['q1', 'q3', 'q2'])
  expect(moveQuestion(content, id, -1).questions.map((one) => one.id)).toEqual(['q3', 'q1', 'q2'])
  expect(moveQuestion(content, 'q1', -1)).toEqual(content)
  const [first] = content.questions
  if (!first) throw new Error('no question')
  expect(ofKind(first, 'choice')).toMatchObject({ text: first.text, choices: [{}, {}] })
  expect(ofKind({ ...first, goTo: [{ when: { atMost: 6 }, then: 'q2' }] }, 'scale').goTo).toHaveLength(1)
  expect(ofKind({ ...first, goTo: [{ when: { atMost: 6 }, then: 'q2' }] }, 'text').goTo).toEqual([])
})
