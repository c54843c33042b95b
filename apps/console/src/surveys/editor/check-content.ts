import type { SurveyContent, SurveyText } from '@kurenda/contract'
import type { SurveyLanguage } from '../texts.ts'
import { leadsElsewhere } from './edit-content.ts'

/** What is wrong, and beside which field it is said: `title`, `q1.text`, `q1.choice.c2`, `q1.goTo.0`, `quota.0`, … */
interface Wrong {
  at: string
  key:
    | 'surveys.wrong.missing'
    | 'surveys.wrong.language'
    | 'surveys.wrong.choices'
    | 'surveys.wrong.same'
    | 'surveys.wrong.range'
    | 'surveys.wrong.counts'
    | 'surveys.wrong.goTo'
    | 'surveys.wrong.past'
    | 'surveys.wrong.quota'
    | 'surveys.wrong.onePage'
    | 'surveys.wrong.questions'
  language?: SurveyLanguage
}

/** What a person can see to be wrong before the server is asked; it looks again, at everything. */
export function checkContent(content: SurveyContent, now: number): Wrong[] {
  const { languages, questions, quotas, closesAt } = content
  const words = (at: string, text: SurveyText | undefined): Wrong[] => {
    const missing = languages.filter((language) => !text?.[language]?.trim())
    if (missing.length === languages.length) return [{ at, key: 'surveys.wrong.missing' }]
    return missing.map((language) => ({ at, key: 'surveys.wrong.language', language }))
  }
  /** May be left out, but not in one language of several. */
  const optional = (at: string, text: SurveyText | undefined) =>
    words(at, text).filter(({ key }) => key === 'surveys.wrong.language')
  const ids = questions.map(({ id }) => id)
  const isTarget = (id: string | undefined) => id === undefined || id === 'end' || ids.includes(id)
  return [
    ...words('title', content.title),
    ...optional('intro', content.intro),
    ...optional('thanks', content.thanks),
    ...(questions.length === 0 ? [{ at: 'questions', key: 'surveys.wrong.questions' } as const] : []),
    ...questions.flatMap((question): Wrong[] => {
      const { id, kind, choices = [], goTo, least, most } = question
      const labels = choices.map(({ label }) => languages.map((language) => fold(label[language])))
      const isTwice = (i: number) =>
        labels.some((other, j) => j < i && other.some((word, k) => word !== '' && word === labels[i]?.[k]))
      return [
        ...words(`${id}.text`, question.text),
        ...optional(`${id}.low`, question.low),
        ...optional(`${id}.high`, question.high),
        ...(kind === 'choice' || kind === 'choices'
          ? [
              ...(choices.length < 2 ? [{ at: `${id}.choices`, key: 'surveys.wrong.choices' } as const] : []),
              ...choices.flatMap((choice, i): Wrong[] => [
                ...words(`${id}.choice.${choice.id}`, choice.label),
                ...(isTwice(i) ? [{ at: `${id}.choice.${choice.id}`, key: 'surveys.wrong.same' } as const] : []),
              ]),
            ]
          : []),
        ...(kind === 'scale' && (question.from ?? 1) >= (question.to ?? 5)
          ? [{ at: `${id}.range`, key: 'surveys.wrong.range' } as const]
          : []),
        ...(least !== undefined && most !== undefined && least > most
          ? [{ at: `${id}.range`, key: 'surveys.wrong.counts' } as const]
          : []),
        ...goTo.flatMap(({ when, then }, i): Wrong[] =>
          isTarget(then) && Object.values(when).every((value) => value !== '' && !Number.isNaN(value))
            ? []
            : [{ at: `${id}.goTo.${i}`, key: 'surveys.wrong.goTo' }],
        ),
        ...(isTarget(question.next) ? [] : [{ at: `${id}.next`, key: 'surveys.wrong.goTo' } as const]),
      ]
    }),
    ...(closesAt !== null && Date.parse(closesAt) <= now
      ? [{ at: 'closesAt', key: 'surveys.wrong.past' } as const]
      : []),
    ...quotas.flatMap((quota, i): Wrong[] =>
      ids.includes(quota.question) && quota.choice !== '' ? [] : [{ at: `quota.${i}`, key: 'surveys.wrong.quota' }],
    ),
    ...(content.onePage && leadsElsewhere(content) ? [{ at: 'onePage', key: 'surveys.wrong.onePage' } as const] : []),
  ]
}

const fold = (words: string | undefined) => (words ?? '').trim().toLocaleLowerCase()
