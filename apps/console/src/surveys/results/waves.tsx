import type { SurveyWaves } from '@kurenda/contract'
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate, formatDecimal, formatSigned } from '../../format.ts'
import { wavesQuery } from '../queries.ts'
import { Compared, type Row } from './cross-table.tsx'
import { isFew } from './partings.ts'
import css from './results.module.css'

type Question = SurveyWaves['questions'][number]

/** A question beside itself: as it was answered in the survey before, or when this one was sent before. Nothing where there was no other time. */
export function Waves({ id }: { id: string }) {
  const { t } = useTranslation()
  const { data } = useQuery(wavesQuery(id))
  const [chosen, setChosen] = useState<string>()
  if (!data) return null
  const comparable = data.questions.filter((one) => isFew(one) && rowsOf(data, one).length > 1)
  const question = comparable.find((one) => one.id === chosen) ?? comparable[0]
  const latest = question?.results.findLast((one) => one !== null)
  if (!question || !latest) return null
  return (
    <section aria-labelledby="waves" className={css['cross']}>
      <div className={css['between']}>
        <h2 id="waves" className={css['asked']}>
          {t('surveys.waves')}
        </h2>
        {comparable.length > 1 && (
          <NativeSelect
            aria-label={t('surveys.waves.question')}
            value={question.id}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={comparable.map((one) => ({ value: one.id, label: one.text }))}
          />
        )}
      </div>
      <p className="muted">{changeIn(question, t)}</p>
      <Compared rows={rowsOf(data, question)} compared={latest} byChannel={false} />
    </section>
  )
}

/** Those times in which somebody answered it. */
function rowsOf({ waves }: SurveyWaves, { results }: Question): Row[] {
  return waves.flatMap(({ survey, broadcast, label, day }, index) => {
    const result = results[index]
    if (!result || result.answered === 0) return []
    return [
      { value: `${survey} ${broadcast}`, label: `${label} · ${formatDate(day)}`, people: result.answered, result },
    ]
  })
}

/** What became of it since the time before, in a sentence. */
function changeIn({ kind, results, changes }: Question, t: TFunction): string {
  const change = changes.at(-1)
  if (!change) return t('surveys.waves.first')
  if (change.score !== null && kind === 'nps') return t('surveys.waves.nps', { change: formatSigned(change.score) })
  if (change.mean !== null) {
    const sign = change.mean > 0 ? '+' : change.mean < 0 ? '−' : ''
    return t('surveys.waves.mean', { change: `${sign}${formatDecimal(Math.abs(change.mean))}` })
  }
  const [most] = Object.entries(change.shares).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
  const points = Math.round((most?.[1] ?? 0) * 100)
  if (!most || points === 0) return t('surveys.waves.same')
  const answer = results.at(-1)?.options.find((one) => one.id === most[0])?.label ?? most[0]
  return t('surveys.waves.share', { answer, change: formatSigned(points) })
}
