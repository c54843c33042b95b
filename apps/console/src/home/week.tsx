import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatNumber, formatWeekday } from '../format.ts'
import css from './home.module.css'
import { todayQuery } from './queries.ts'

/** A bar is never thinner than it can be seen. */
const height = (share: number) => (share === 0 ? '0' : `max(2px, ${Math.round(share * 100)}%)`)

/** The last seven days: sent, and answered. */
export function Week() {
  const { t } = useTranslation()
  const week = useQuery(todayQuery).data?.week ?? []
  const most = Math.max(1, ...week.map(({ sent, answers }) => sent + answers))
  if (!week.some(({ sent, answers }) => sent + answers > 0)) return null
  return (
    <section aria-labelledby="week">
      <div className={css['head']}>
        <h2 className="head" id="week">
          {t('home.week')}
        </h2>
        <span className={`xs muted ${css['keys']}`}>
          <span>{t('home.weekSent')}</span>
          <span>{t('home.weekAnswers')}</span>
        </span>
      </div>
      <ol className={css['week']}>
        {week.map(({ day, sent, answers }, i) => (
          <li key={day}>
            <span className={css['bars']} aria-hidden="true">
              <i style={{ height: height(sent / most) }} />
              <i style={{ height: height(answers / most) }} />
            </span>
            <span className={i === week.length - 1 ? 'xs strong' : 'xs muted'} aria-hidden="true">
              {i === week.length - 1 ? t('home.todayShort') : formatWeekday(day)}
            </span>
            <span className="heard">
              {t('home.weekDay', {
                day: formatWeekday(day, 'long'),
                sent: formatNumber(sent),
                answers: formatNumber(answers),
              })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
