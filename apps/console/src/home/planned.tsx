import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatMoney, formatTime } from '../format.ts'
import css from './home.module.css'
import { ofStateQuery, seriesQuery } from './queries.ts'

/** What goes out by itself: once at its time, or again and again. */
export function Planned() {
  const { t } = useTranslation()
  const scheduled = useQuery(ofStateQuery('scheduled')).data ?? []
  const series = (useQuery(seriesQuery).data ?? []).filter(({ state }) => state === 'running')
  if (scheduled.length + series.length === 0) return null
  return (
    <section aria-labelledby="planned">
      <h2 className="head" id="planned">
        {t('home.planned')}
      </h2>
      <ul className={`rows num ${css['planned']}`}>
        {scheduled.map(({ id, name, sendAt, recipients, cost }) => (
          <li key={id}>
            <span className="muted">{sendAt && formatTime(sendAt)}</span>
            <Link to="/broadcasts/$id" params={{ id: String(id) }}>
              {name || t('broadcasts.unnamed')}
            </Link>
            <span className="muted">
              {t('broadcasts.people', { count: recipients })} · {formatMoney(cost)}
            </span>
          </li>
        ))}
        {series.map(({ id, nextAt, content }) => (
          <li key={`series ${id}`}>
            <span className="muted">{nextAt && formatTime(nextAt)}</span>
            <span>{content.name ?? content.text.slice(0, 60)}</span>
            <span className="muted">{t('home.repeats')}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
