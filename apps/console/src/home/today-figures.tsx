import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { budgetsQuery } from '../broadcasts/queries.ts'
import { formatMinutes, formatMoney, formatMonth, formatNumber } from '../format.ts'
import { dayOf } from '../office-time.ts'
import css from './home.module.css'
import { todayQuery } from './queries.ts'

/** Today in four numbers. */
export function TodayFigures() {
  const { t } = useTranslation()
  const today = useQuery(todayQuery).data
  const month = dayOf(Date.now()).slice(0, 7)
  const budget = useQuery(budgetsQuery).data?.items.find((each) => each.unit === null && each.month === month)
  if (!today) return null
  const { sent = 0, answers = 0 } = today.week.at(-1) ?? {}
  const money = (amount: number) => formatMoney({ amount, currency: 'PLN' })
  return (
    <section aria-labelledby="today">
      <h2 className="heard" id="today">
        {t('home.today')}
      </h2>
      <dl className={`num ${css['today']}`}>
        <div>
          <dt className="label">{t('home.sent')}</dt>
          <dd>{formatNumber(sent)}</dd>
        </div>
        <div>
          <dt className="label">{t('home.answers')}</dt>
          <dd>{formatNumber(answers)}</dd>
        </div>
        <div>
          <dt className="label">{t('home.response')}</dt>
          <dd>{today.responseMinutes === null ? t('home.noResponse') : formatMinutes(today.responseMinutes)}</dd>
        </div>
        {budget && (
          <div>
            <dt className="label">{t('home.spent', { of: money(budget.amount), month: formatMonth(month) })}</dt>
            <dd>{money(budget.spent)}</dd>
          </div>
        )}
      </dl>
    </section>
  )
}
