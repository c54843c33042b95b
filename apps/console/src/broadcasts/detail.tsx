import type { Broadcast } from '@kurenda/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatMoney, formatNumber, formatShare } from '../format.ts'
import { useTitle } from '../title.ts'
import { momentOf } from './moment.ts'
import { ProgressBar, TotalsList } from './progress.tsx'
import { Steering } from './steering.tsx'
import { Trouble } from './trouble.tsx'
import { UndoBar } from './undo-bar.tsx'

export function BroadcastDetail() {
  const { t } = useTranslation()
  const { id = '' } = useParams({ strict: false })
  const query = useQuery({ queryKey: ['broadcasts', 'one', id], queryFn: () => api<Broadcast>(`/broadcasts/${id}`) })
  useTitle(query.data?.name ?? t('broadcasts.title'))
  return (
    <section className="page">
      <p className="crumb">
        <Link to="/broadcasts">{t('broadcasts.title')}</Link>
      </p>
      {query.isPending && <p>{t('app.loading')}</p>}
      {query.error && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data && <Numbers broadcast={query.data} />}
    </section>
  )
}

function Numbers({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation()
  const { recipients, totals, state } = broadcast
  const begun = Object.values(totals).some((count) => count > 0)
  return (
    <>
      <div className="row-head">
        <h1>{broadcast.name}</h1>
        <Steering broadcast={broadcast} />
      </div>
      <p className="meta">
        <span className={`tag ${state}`}>{t(`state.${state}`)}</span>{' '}
        {[broadcast.createdBy, momentOf(broadcast, t), broadcast.channel, broadcast.sender].filter(Boolean).join(' · ')}
      </p>
      {state === 'scheduled' && broadcast.undoUntil && (
        <UndoBar id={broadcast.id} until={broadcast.undoUntil} recipients={recipients} />
      )}
      <div className="sheet">
        <div className="row-head">
          <p className="figure">
            <b className="num">{formatNumber(recipients)}</b> {t('gate.people', { count: recipients })}
          </p>
          {begun && (
            <p className="meta num">
              {t('broadcasts.delivered', { percent: formatShare(totals.delivered / recipients) })}
            </p>
          )}
        </div>
        {begun && (
          <>
            <ProgressBar totals={totals} />
            <TotalsList totals={totals} />
          </>
        )}
      </div>
      <div className="columns">
        {begun && <Trouble broadcast={broadcast} />}
        <div>
          <h2>{t('broadcasts.text')}</h2>
          <p className="bubble out">{broadcast.text}</p>
        </div>
        <div>
          <h2>{t('broadcasts.cost')}</h2>
          <p>
            <strong className="num">{formatMoney(broadcast.cost)}</strong>
            <br />
            <span className="meta">{t('broadcasts.parts', { count: broadcast.parts })}</span>
          </p>
        </div>
      </div>
    </>
  )
}
