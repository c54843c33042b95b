import type { SurveyContent, SurveyQuestion } from '@kurenda/contract'

/** What was ticked or written on paper: by question. */
export type Answers = Readonly<Record<string, string | number | boolean | string[]>>

/** The questions that a sheet with these answers comes to, in their order, as the engine goes through them. */
export function pathOf({ questions }: Pick<SurveyContent, 'questions'>, answers: Answers): SurveyQuestion[] {
  const path: SurveyQuestion[] = []
  const seen = new Set<string>()
  for (let at: SurveyQuestion | undefined = questions[0]; at !== undefined && !seen.has(at.id);) {
    const question: SurveyQuestion = at
    seen.add(question.id)
    path.push(question)
    const next = nextOf(question, answers[question.id])
    at =
      next === undefined
        ? questions[questions.indexOf(question) + 1]
        : questions.find((one) => next !== 'end' && one.id === next)
  }
  return path
}

function nextOf({ goTo, next }: SurveyQuestion, value: Answers[string] | undefined): string | undefined {
  return goTo.find(({ when }) => value !== undefined && holds(when, value))?.then ?? next
}

function holds(when: SurveyQuestion['goTo'][number]['when'], value: Answers[string]): boolean {
  if ('is' in when) return Array.isArray(value) ? value.includes(String(when.is)) : String(value) === String(when.is)
  if (typeof value !== 'number') return false
  return 'atLeast' in when ? value >= when.atLeast : value <= when.atMost
}
