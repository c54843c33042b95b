import type { Survey, SurveyQuestionResult, SurveyResults } from '@kurenda/contract'
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../../failed.tsx'
import { formatDate, formatDecimal, formatNumber } from '../../format.ts'
import { Loading } from '../../loading.tsx'
import { resultsQuery } from '../queries.ts'
import { isFew, partingOf, partingsOf, usualParting, valueIn } from './partings.ts'
import css from './results.module.css'

/** The answers to one question beside each other: by channel, by day, by group, by village, by another answer. */
export function CrossTable({ survey, results: all }: { survey: Survey; results: SurveyResults }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = useSearch({ from: '/surveys/$id' })
  const {
    questions,
    responses: { byChannel },
  } = all
  const comparable = questions.filter((one) => isFew(one))
  const compared = comparable.find(({ id }) => id === search.of) ?? comparable[0]
  const partings = partingsOf(survey.content, questions, compared?.id)
  const usual = usualParting(survey.content, byChannel, partings)
  const name = partings.find((one) => one.name === search.by)?.name ?? usual
  const results = useQuery({ ...resultsQuery(String(survey.id), partingOf(name)), enabled: compared !== undefined })
  if (!compared) return null
  const go = (next: { of?: string; by?: string }) =>
    void navigate({
      to: '/surveys/$id',
      params: { id: String(survey.id) },
      search: { of: compared.id, by: name, ...next },
      replace: true,
      resetScroll: false,
    })
  const rows = results.data && !results.isPlaceholderData ? rowsOf(results.data, compared.id, name) : undefined
  return (
    <section aria-labelledby="cross" className={css['cross']}>
      <div className={css['between']}>
        <h2 id="cross" className={css['asked']}>
          {t('surveys.cross')}
        </h2>
        <div className={css['selects']}>
          {comparable.length > 1 && (
            <NativeSelect
              aria-label={t('surveys.cross.question')}
              value={compared.id}
              onChange={(event) => go({ of: event.currentTarget.value })}
              data={comparable.map(({ id, text }) => ({ value: id, label: text }))}
            />
          )}
          <NativeSelect
            aria-label={t('surveys.cross.by')}
            value={name}
            onChange={(event) => go({ by: event.currentTarget.value })}
            data={partings.map(({ name: value, is, what }) => ({ value, label: t(`surveys.by.${is}`, { what }) }))}
          />
        </div>
      </div>
      {results.error && <Failed error={results.error} retry={() => void results.refetch()} />}
      {!rows && !results.error && <Loading rows={4} />}
      {rows && rows.length === 0 && <p className="muted">{t('surveys.cross.none')}</p>}
      {rows && rows.length > 0 && (
        <>
          <p className="muted">{finding(rows, compared, t)}</p>
          <Compared rows={rows} compared={compared} byChannel={name === 'channel'} />
        </>
      )}
    </section>
  )
}

/** One part of those who answered. */
export interface Row {
  value: string
  label: string
  people: number
  result: SurveyQuestionResult
}

function rowsOf(results: SurveyResults, question: string, name: string): Row[] {
  return results.cross.flatMap(({ value, label, questions }) => {
    const result = questions.find(({ id }) => id === question)
    const shown = valueIn(name, label)
    return result && shown !== undefined && result.answered > 0
      ? [{ value, label: shown, people: result.answered, result }]
      : []
  })
}

/** What was answered most; several where as many answered each. */
function topsOf({ options }: SurveyQuestionResult) {
  const most = Math.max(...options.map(({ count }) => count))
  return most === 0 ? [] : options.filter(({ count }) => count === most)
}

/** What stands out, in a sentence. */
function finding(
  rows: readonly Row[],
  compared: SurveyQuestionResult,
  t: ReturnType<typeof useTranslation>['t'],
): string {
  const tops = topsOf(compared)
  const others = rows.filter(({ result }) => !topsOf(result).some(({ id }) => tops.some((top) => top.id === id)))
  const answer = tops.map(({ label }) => label).join(', ')
  if (tops.length === 0) return ''
  if (others.length === 0) return t('surveys.cross.same', { answer })
  return t('surveys.cross.differ', { answer, where: others.map(({ label }) => label).join(', ') })
}

/** How the answers to one question fall in each part, as percents in a table. */
export function Compared(props: { rows: readonly Row[]; compared: SurveyQuestionResult; byChannel: boolean }) {
  const { t } = useTranslation()
  const { rows, compared, byChannel } = props
  const hasMean = compared.mean !== null
  const wordsOf = ({ value, label }: Row) => {
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return formatDate(value)
    return byChannel && isChannel(value) ? t(`surveys.channel.${value}`) : label
  }
  return (
    // Wider than a phone: it is scrolled by itself, by keyboard too.
    <div className={css['scroll']} role="region" aria-label={compared.text} tabIndex={0}>
      <table className={`num ${css['heat']}`}>
        <caption className="heard">{compared.text}</caption>
        <thead>
          <tr>
            <td>{t('surveys.cross.unit')}</td>
            {compared.options.map(({ id, label }) => (
              <th key={id} scope="col">
                {label}
              </th>
            ))}
            {hasMean && <th scope="col">{t('surveys.meanWord')}</th>}
            <th scope="col">{t('surveys.cross.people')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const tops = topsOf(row.result)
            return (
              <tr key={row.value}>
                <th scope="row">{wordsOf(row)}</th>
                {row.result.options.map(({ id, share }) => {
                  const percent = Math.round(share * 100)
                  return (
                    <td
                      key={id}
                      data-top={tops.some((top) => top.id === id)}
                      style={{ '--v': percent } as CSSProperties}
                    >
                      {percent}
                    </td>
                  )
                })}
                {hasMean && (
                  <td className={css['plain']}>{row.result.mean === null ? '' : formatDecimal(row.result.mean)}</td>
                )}
                <td className={css['plain']}>{formatNumber(row.people)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

const channels = ['sms', 'web', 'paper', 'voice', 'app', 'email'] as const
const isChannel = (value: string): value is (typeof channels)[number] => channels.some((one) => one === value)
