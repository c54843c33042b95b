import type { SurveyContent, SurveyQuestion, SurveyQuestionResult } from '@kurenda/contract'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal, formatMonth, formatNumber, formatPart, formatSigned } from '../../format.ts'
import { read } from '../texts.ts'
import { Bars } from './bars.tsx'
import { Columns } from './columns.tsx'
import { NpsParts } from './nps-parts.tsx'
import css from './results.module.css'
import { Texts } from './texts.tsx'

/** One question: what was asked, its figure, and how the answers are spread. */
export function QuestionResult(props: {
  surveyId: string
  question: SurveyQuestionResult
  asked: SurveyQuestion | undefined
  languages: SurveyContent['languages']
  place: number
}) {
  const { t } = useTranslation()
  const id = useId()
  const { question, asked, place } = props
  const { kind, answered, skipped } = question
  const note = [
    t('surveys.place', { number: place }),
    t('surveys.answered', { count: answered }),
    skipped > 0 && t('surveys.skipped', { count: skipped }),
    (kind === 'scale' || kind === 'number') && meanWords(),
  ]
    .filter(Boolean)
    .join(' · ')
  function meanWords() {
    return question.mean === null ? '' : t('surveys.mean', { mean: formatDecimal(question.mean) })
  }
  return (
    <section aria-labelledby={id} className={css['question']} data-question={question.id}>
      <p className="xs muted num">{note}</p>
      <h2 id={id} className={css['asked']}>
        {question.text}
      </h2>
      <Score question={question} />
      {kind === 'text' ? (
        <Texts surveyId={props.surveyId} question={question} />
      ) : answered === 0 ? (
        <p className="muted">{t('surveys.noAnswers')}</p>
      ) : kind === 'choice' || kind === 'choices' || kind === 'yes-no' ? (
        <Bars question={question} />
      ) : (
        <>
          {kind === 'nps' && <NpsParts question={question} />}
          <Columns
            label={question.text}
            columns={question.options.map((option) => ({
              ...option,
              label: kind === 'date' ? monthOf(option.id) : option.label,
            }))}
            hueOf={kind === 'nps' ? npsHue : undefined}
            low={read(asked?.low, props.languages)}
            high={read(asked?.high, props.languages)}
          />
        </>
      )}
    </section>
  )
}

const npsHue = (id: string) => (Number(id) >= 9 ? 1 : Number(id) >= 7 ? 4 : 2)

/** Dates are counted by month. */
const monthOf = (id: string) => `${formatMonth(id)} ${id.slice(0, 4)}`

/** The one number of a usual measure, and what it means. */
function Score({ question: { kind, score, options } }: { question: SurveyQuestionResult }) {
  const { t } = useTranslation()
  if (score === null) return null
  const [value, meaning] =
    kind === 'nps'
      ? [formatSigned(score), t('surveys.nps')]
      : kind === 'csat'
        ? [formatPart(score / 100), t('surveys.csat')]
        : [formatDecimal(score), t('surveys.ces', { most: formatNumber(Number(options.at(-1)?.id ?? 7)) })]
  return (
    <p className={`num ${css['score']}`}>
      <b>{value}</b> <span className="muted">{meaning}</span>
    </p>
  )
}
