import type { SurveyQuestionResult } from '@kurenda/contract'
import { useTranslation } from 'react-i18next'
import { formatNumber, formatPart } from '../../format.ts'
import css from './results.module.css'

/** Labels up to so many letters stand on one line, and leave the room to the bars. */
const shortLabel = 22

/** Answers as bars that are a table: who cannot see them hears the same. */
export function Bars({ question }: { question: SurveyQuestionResult }) {
  const { t } = useTranslation()
  const most = Math.max(...question.options.map(({ count }) => count), 1)
  return (
    <table
      className={`num ${css['bars']}`}
      data-short={question.options.every(({ label }) => label.length <= shortLabel)}
    >
      <caption className="heard">{question.text}</caption>
      <thead className="heard">
        <tr>
          <th scope="col">{t('surveys.answer')}</th>
          <th scope="col">{t('surveys.share')}</th>
          <th scope="col">{t('surveys.count')}</th>
        </tr>
      </thead>
      <tbody>
        {question.options.map(({ id, label, count, share }) => (
          <tr key={id} data-most={count === most}>
            <th scope="row">{label}</th>
            <td>
              <i style={{ width: `${(count / most) * 100}%` }} aria-hidden="true" />
              <b>{formatPart(share)}</b>
            </td>
            <td className="muted">{formatNumber(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
