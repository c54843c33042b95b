import type { SurveyAspect, SurveyContent, SurveyQuestionKind, SurveyQuestionResult } from '@kurenda/contract'
import type { Parting } from '../queries.ts'

/** Kinds whose answers are few: by them a comparison can be read, and a survey parted. */
const few: readonly SurveyQuestionKind[] = ['choice', 'choices', 'yes-no', 'scale', 'nps', 'csat', 'ces']

export const isFew = ({ kind }: Pick<SurveyQuestionResult, 'kind'>) => few.includes(kind)

/** How a comparison stands in the page's address: `channel`, `field:sołectwo`, `q:visits`. */
type PartingName = string

const aspects = ['channel', 'day', 'group', 'broadcast'] as const satisfies readonly SurveyAspect[]

/** Everything by which the answers to a question may be compared. */
export function partingsOf(
  content: SurveyContent,
  questions: readonly SurveyQuestionResult[],
  compared: string | undefined,
): { name: PartingName; is: (typeof aspects)[number] | 'field' | 'question'; what: string }[] {
  return [
    ...content.aspects.map((field) => ({ name: `field:${field}`, is: 'field' as const, what: field })),
    ...aspects.map((aspect) => ({ name: aspect, is: aspect, what: '' })),
    ...questions
      .filter((one) => isFew(one) && one.id !== compared)
      .map(({ id, text }) => ({ name: `q:${id}`, is: 'question' as const, what: text })),
  ]
}

/** What is likely to tell most: what is known of people who answered by phone, another answer, else the way by which they came. */
export function usualParting(
  { aspects: fields }: Pick<SurveyContent, 'aspects'>,
  byChannel: Readonly<Record<string, number>>,
  partings: readonly { name: PartingName; is: string }[],
): PartingName {
  const isKnown = fields.length > 0 && 'sms' in byChannel
  const found = partings.find(({ is }) => is === (isKnown ? 'field' : 'question'))
  return found?.name ?? 'channel'
}

export function partingOf(name: PartingName): Parting {
  if (name.startsWith('q:')) return { other: name.slice(2) }
  return { by: name.startsWith('field:') ? 'field' : (aspects.find((aspect) => aspect === name) ?? 'channel') }
}

/** Of all fields that the server counted only the values of the one that was named. */
export function valueIn(name: PartingName, label: string): string | undefined {
  if (!name.startsWith('field:')) return label
  const prefix = `${name.slice('field:'.length)}: `
  return label.startsWith(prefix) ? label.slice(prefix.length) : undefined
}
