import type { SurveyContent, SurveyQuestion, SurveyText } from '@kurenda/contract'
import { Problem } from '#platform/errors'
import { presets, thanks } from './preset-words.ts'

const end = 'end'
const intro = 'intro'
/** A question waits for so long; what was answered before stays. */
const expire = '30d'

/**
 * A survey as a definition of a dialogue, for `parseDefinition` to check: it tells of what leads nowhere, circles without asking, or
 * lacks a translation. @throws Problem dialogue-invalid for what only a survey can get wrong
 */
export function compileSurvey(content: SurveyContent, timeZone: string): object {
  const { questions, languages } = content
  checkNames(content)
  const nodes: Record<string, unknown> = {}
  const first = questions[0]?.id ?? end
  if (hasWords(content.intro)) nodes[intro] = { kind: 'say', text: words(content.intro, languages), next: first }
  questions.forEach((question, index) => {
    const next = question.next ?? questions[index + 1]?.id ?? end
    const branches = question.goTo.length > 0
    nodes[question.id] = {
      kind: 'ask',
      question: words(question.text, languages),
      answer: answerOf(question, languages),
      required: question.required,
      next: branches ? `go-${question.id}` : next,
    }
    if (branches)
      nodes[`go-${question.id}`] = {
        kind: 'branch',
        cases: question.goTo.map(({ when, then }) => ({ when: { field: question.id, ...when }, next: then })),
        otherwise: next,
      }
  })
  nodes[end] = { kind: 'end', text: words(hasWords(content.thanks) ? content.thanks : thanks, languages) }
  return {
    format: 1,
    title: words(content.title, languages),
    languages,
    timeZone,
    start: nodes[intro] ? intro : first,
    patience: {
      retries: 1,
      remind: content.remindAfterDays === null ? [] : [`${content.remindAfterDays}d`],
      expire,
    },
    nodes,
  }
}

function hasWords(text: SurveyText | undefined): text is SurveyText {
  return text !== undefined && Object.values(text).some((one) => one !== undefined && one !== '')
}

/** Only the languages of the survey, and no empty ones. */
function words(text: SurveyText, languages: readonly (keyof SurveyText)[]): SurveyText {
  return Object.fromEntries(languages.flatMap((language) => (text[language] ? [[language, text[language]]] : [])))
}

function answerOf(question: SurveyQuestion, languages: SurveyContent['languages']): object {
  const { kind, least, most } = question
  switch (kind) {
    case 'choice':
    case 'choices':
      return {
        kind,
        choices: (question.choices ?? []).map((choice) => ({ ...choice, label: words(choice.label, languages) })),
        ...(kind === 'choices' && least !== undefined && { least }),
        ...(kind === 'choices' && most !== undefined && { most }),
      }
    case 'nps':
    case 'csat':
    case 'ces': {
      const { from, to, low, high } = presets[kind]
      return { kind: 'scale', from, to, ...ends(question, languages, { low, high }) }
    }
    case 'scale':
      return { kind, from: question.from ?? 1, to: question.to ?? 5, ...ends(question, languages, {}) }
    case 'number':
      return { kind, ...(least !== undefined && { least }), ...(most !== undefined && { most }) }
    case 'text':
      return { kind, most: 2000 }
    case 'yes-no':
    case 'date':
      return { kind }
  }
}

function ends(
  { low, high }: SurveyQuestion,
  languages: SurveyContent['languages'],
  usual: { low?: SurveyText; high?: SurveyText },
): object {
  const [from, to] = [hasWords(low) ? low : usual.low, hasWords(high) ? high : usual.high]
  return { ...(from && { low: words(from, languages) }), ...(to && { high: words(to, languages) }) }
}

/** @throws Problem dialogue-invalid */
function checkNames({ questions, quotas }: SurveyContent): void {
  const ids = new Set<string>()
  for (const { id } of questions) {
    if (ids.has(id) || id === end || id === intro)
      throw wrong(id, `Pytanie „${id}” nazwij inaczej.`, `Call the question “${id}” differently.`)
    ids.add(id)
  }
  const stray = quotas.find(({ question }) => !ids.has(question))
  if (stray)
    throw wrong(
      'quotas',
      `Limit odnosi się do pytania „${stray.question}”, którego nie ma.`,
      `A quota speaks of the question “${stray.question}”, which is not there.`,
    )
}

/** What is wrong, and beside which question or field it is told. */
export function wrong(node: string, pl: string, en: string): Problem {
  return new Problem('dialogue-invalid', {
    'why.pl': pl,
    'why.en': en,
    nodes: [node],
    'each.pl': [pl],
    'each.en': [en],
  })
}
