import type { Broadcast } from '@kurenda/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatMoney, formatTime } from '../format.ts'
import { ProgressBar, TotalsList } from './progress.tsx'

const steerings: Record<Broadcast['state'], readonly ('pause' | 'resume' | 'cancel')[]> = {
  draft: [],
  scheduled: ['pause', 'cancel'],
  expanding: ['pause', 'cancel'],
  sending: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  finished: [],
  cancelled: [],
}

export function BroadcastDetail() {
  const { t } = useTranslation()
  const { id = '' } = useParams({ strict: false })
  const client = useQueryClient()
  const query = useQuery({ queryKey: ['broadcasts', id], queryFn: () => api<Broadcast>(`/broadcasts/${id}`) })
  const steer = useMutation({
    mutationFn: (steering: string) => api(`/broadcasts/${id}/${steering}`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: ['broadcasts'] }),
  })
  if (query.isPending) return <p className="page">{t('app.loading')}</p>
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />
  const broadcast = query.data
  return (
    <section className="page">
      <p className="crumb">
        <Link to="/broadcasts">{t('broadcasts.back')}</Link>
      </p>
      <div className="row-head">
        <h1>{broadcast.name}</h1>
        <div className="actions">
          {steerings[broadcast.state].map((steering) => (
            <button key={steering} disabled={steer.isPending} onClick={() => steer.mutate(steering)}>
              {t(`broadcasts.${steering}`)}
            </button>
          ))}
        </div>
      </div>
      <p className="meta">
        <span className={`chip ${broadcast.state}`}>{t(`state.${broadcast.state}`)}</span> {broadcast.createdBy} ·{' '}
        {formatTime(broadcast.startedAt ?? broadcast.sendAt ?? broadcast.createdAt)} · {broadcast.channel}
      </p>
      {steer.error && <Failed error={steer.error} />}
      <div className="sheet">
        <p className="display num">{t('broadcasts.people', { count: broadcast.recipients })}</p>
        <ProgressBar totals={broadcast.totals} />
        <TotalsList totals={broadcast.totals} />
      </div>
      <div className="columns">
        <div>
          <h2>{t('broadcasts.text')}</h2>
          <p className="bubble out">{broadcast.text}</p>
        </div>
        <div>
          <h2>{t('broadcasts.cost')}</h2>
          <p>
            <strong className="num">{formatMoney(broadcast.cost)}</strong>
            <br />
            {t('broadcasts.parts', { count: broadcast.parts })}
          </p>
        </div>
      </div>
    </section>
  )
}
