import { useTranslation } from 'react-i18next'
import { formatDate } from '../../format.ts'
import { Columns } from './columns.tsx'
import css from './results.module.css'

/** On which days people began to answer; nothing where it was one. */
export function Days({ byDay }: { byDay: Readonly<Record<string, number>> }) {
  const { t } = useTranslation()
  const days = Object.entries(byDay)
  if (days.length < 2) return null
  return (
    <section aria-labelledby="days" className={css['question']}>
      <h2 id="days" className={css['asked']}>
        {t('surveys.days')}
      </h2>
      <Columns
        label={t('surveys.days')}
        columns={days.map(([day, count]) => ({
          id: day,
          label: days.length > 7 ? day.slice(8) : formatDate(day),
          count,
        }))}
      />
    </section>
  )
}
