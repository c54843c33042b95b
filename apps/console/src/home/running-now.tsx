import type { Broadcast } from '@kurenda/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Flow } from '../broadcasts/flow.tsx'
import { present } from '../broadcasts/progress.tsx'
import { runningQuery } from '../broadcasts/queries.ts'
import { formatNumber } from '../format.ts'
import { Status } from '../status.tsx'
import css from './home.module.css'

const shown = 2

/** What is under way, each with its small river. */
export function RunningNow() {
  const { t } = useTranslation()
  const running = useQuery(runningQuery).data ?? []
  if (running.length === 0) return null
  return (
    <section aria-labelledby="running">
      <h2 className="heard" id="running">
        {t('home.running')}
      </h2>
      {running.slice(0, shown).map((broadcast) => (
        <Run key={broadcast.id} broadcast={broadcast} />
      ))}
    </section>
  )
}

function Run({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation()
  const { id, name, totals, recipients } = broadcast
  return (
    <article className={`sheet ${css['run']}`}>
      <h3 className="head">
        <Link to="/broadcasts/$id" params={{ id: String(id) }}>
          {name || t('broadcasts.unnamed')}
        </Link>
      </h3>
      <p className={css['big']}>
        <b className="num">{formatNumber(totals.delivered)}</b>
        <span className="muted num">{t('home.deliveredOf', { of: formatNumber(recipients) })}</span>
      </p>
      <Flow broadcast={broadcast} mini />
      <p className={`num ${css['legend']}`}>
        {present(totals)
          .filter((state) => state !== 'delivered')
          .map((state) => (
            <Status key={state} state={state} count={totals[state]} small />
          ))}
      </p>
    </article>
  )
}
