import type { SurveyContent, SurveyQuestion, SurveyQuestionKind, SurveyText } from '@kurenda/contract'
import type { SurveyLanguage } from '../texts.ts'

export const kinds = [
  'choice',
  'choices',
  'yes-no',
  'scale',
  'nps',
  'csat',
  'ces',
  'number',
  'date',
  'text',
] as const satisfies readonly SurveyQuestionKind[]

export type GoTo = SurveyQuestion['goTo'][number]

/** A name that nobody reads: answers, branches and quotas hold on to it however the words change. */
function freeId(prefix: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) if (!taken.includes(`${prefix}${number}`)) return `${prefix}${number}`
}

export const withWords = (text: SurveyText | undefined, language: SurveyLanguage, words: string): SurveyText => ({
  ...text,
  [language]: words,
})

export function withQuestion(content: SurveyContent, id: string, part: Partial<SurveyQuestion>): SurveyContent {
  return { ...content, questions: content.questions.map((one) => (one.id === id ? { ...one, ...part } : one)) }
}

/** A new question at the end. Returns its id, too. */
export function addQuestion(content: SurveyContent, kind: SurveyQuestionKind): { content: SurveyContent; id: string } {
  const id = freeId(
    'q',
    content.questions.map((one) => one.id),
  )
  const question = ofKind({ id, kind, text: {}, required: kind !== 'text', goTo: [] }, kind)
  return { content: { ...content, questions: [...content.questions, question] }, id }
}

/** The same question right below it, without what depends on its answers. */
export function copyQuestion(content: SurveyContent, id: string): { content: SurveyContent; id: string } {
  const fresh = freeId(
    'q',
    content.questions.map((one) => one.id),
  )
  const questions = content.questions.flatMap((one) => (one.id === id ? [one, { ...one, id: fresh, goTo: [] }] : [one]))
  return { content: { ...content, questions }, id: fresh }
}

/** Without the question, and without what led to it or counted its answers. */
export function removeQuestion(content: SurveyContent, id: string): SurveyContent {
  return {
    ...content,
    questions: content.questions
      .filter((one) => one.id !== id)
      .map(({ next, ...one }) => ({
        ...one,
        goTo: one.goTo.filter(({ then }) => then !== id),
        ...(next !== undefined && next !== id && { next }),
      })),
    quotas: content.quotas.filter(({ question }) => question !== id),
  }
}

export function moveQuestion(content: SurveyContent, id: string, by: -1 | 1): SurveyContent {
  const at = content.questions.findIndex((one) => one.id === id)
  const question = content.questions[at]
  if (!question || content.questions[at + by] === undefined) return content
  const questions = content.questions.filter((one) => one.id !== id)
  questions.splice(at + by, 0, question)
  return { ...content, questions }
}

/** The question as one of that kind; only what the kind knows is kept. */
export function ofKind(
  { id, text, required, next, ...before }: SurveyQuestion,
  kind: SurveyQuestionKind,
): SurveyQuestion {
  const hasChoices = kind === 'choice' || kind === 'choices'
  const sameAnswers = conditionsOf(kind).join() === conditionsOf(before.kind).join() && hasChoices === !!before.choices
  return {
    id,
    kind,
    text,
    required,
    goTo: sameAnswers ? before.goTo : [],
    ...(next !== undefined && { next }),
    ...(hasChoices && {
      choices: before.choices ?? [
        { id: 'c1', label: {} },
        { id: 'c2', label: {} },
      ],
    }),
    ...(kind === 'scale' && { from: before.from ?? 1, to: before.to ?? 5 }),
    ...(isScale(kind) && before.low && { low: before.low }),
    ...(isScale(kind) && before.high && { high: before.high }),
  }
}

export const isScale = (kind: SurveyQuestionKind) =>
  kind === 'scale' || kind === 'nps' || kind === 'csat' || kind === 'ces'

/** In which ways an answer of that kind may be compared, for where to go on. */
export function conditionsOf(kind: SurveyQuestionKind): readonly ('is' | 'atLeast' | 'atMost')[] {
  if (kind === 'choice' || kind === 'choices' || kind === 'yes-no') return ['is']
  return isScale(kind) || kind === 'number' ? ['atLeast', 'atMost', 'is'] : []
}

export function addChoice(question: SurveyQuestion): SurveyQuestion {
  const choices = question.choices ?? []
  const id = freeId(
    'c',
    choices.map((one) => one.id),
  )
  return { ...question, choices: [...choices, { id, label: {} }] }
}

/** Without the choice, and without what it led to or what counted it. */
export function removeChoice(content: SurveyContent, question: SurveyQuestion, choice: string): SurveyContent {
  const { choices = [], goTo } = question
  const changed = withQuestion(content, question.id, {
    choices: choices.filter(({ id }) => id !== choice),
    goTo: goTo.filter(({ when }) => !('is' in when) || when.is !== choice),
  })
  return {
    ...changed,
    quotas: changed.quotas.filter((quota) => quota.question !== question.id || quota.choice !== choice),
  }
}

/** Languages in the order in which they are offered; the last one stays. */
export function toggleLanguage(content: SurveyContent, language: SurveyLanguage): SurveyContent {
  const { languages } = content
  if (!languages.includes(language)) return { ...content, languages: [...languages, language] }
  return languages.length > 1 ? { ...content, languages: languages.filter((one) => one !== language) } : content
}

/** All questions fit one page only where none leads elsewhere. */
export const leadsElsewhere = ({ questions }: SurveyContent) =>
  questions.some(({ goTo, next }) => goTo.length > 0 || next !== undefined)
