import type { SurveyQuestionResult } from '@kurenda/contract'
import { useTranslation } from 'react-i18next'
import { formatPart } from '../../format.ts'
import css from './results.module.css'

const parts = [
  { name: 'critics', from: 0, to: 6, hue: 2 },
  { name: 'passives', from: 7, to: 8, hue: 4 },
  { name: 'promoters', from: 9, to: 10, hue: 1 },
] as const

/** Who would not, might, and would recommend, of whom the score is made. */
export function NpsParts({ question }: { question: SurveyQuestionResult }) {
  const { t } = useTranslation()
  const shares = parts.map(({ name, from, to, hue }) => ({
    name,
    hue,
    share: question.options
      .filter(({ id }) => Number(id) >= from && Number(id) <= to)
      .reduce((sum, { share }) => sum + share, 0),
  }))
  return (
    <div className={`num ${css['nps']}`}>
      <div className={css['parts']} aria-hidden="true">
        {shares.map(({ name, hue, share }) => (
          <i key={name} data-hue={hue} style={{ flexGrow: share }} />
        ))}
      </div>
      <ul className={css['legend']}>
        {shares.map(({ name, hue, share }) => (
          <li key={name}>
            <i data-hue={hue} aria-hidden="true" />
            {t(`surveys.nps.${name}`)} {formatPart(share)}
          </li>
        ))}
      </ul>
    </div>
  )
}
