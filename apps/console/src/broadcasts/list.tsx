import type { BroadcastPage } from '@kurenda/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatMoney } from '../format.ts'
import { useTitle } from '../title.ts'
import { momentOf } from './moment.ts'
import { ProgressBar, TotalsList } from './progress.tsx'

export function BroadcastList() {
  const { t } = useTranslation()
  useTitle(t('broadcasts.title'))
  const list = useInfiniteQuery({
    queryKey: ['broadcasts', 'list'],
    queryFn: ({ pageParam }) => api<BroadcastPage>(`/broadcasts?limit=30${pageParam ? `&cursor=${pageParam}` : ''}`),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className="page">
      <h1>{t('broadcasts.title')}</h1>
      {list.isPending && <p>{t('app.loading')}</p>}
      {list.error && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && items.length === 0 && <p className="empty">{t('broadcasts.empty')}</p>}
      <ul className="rows">
        {items.map((broadcast) => (
          <li key={broadcast.id}>
            <div className="row-head">
              <h2>
                <Link to="/broadcasts/$id" params={{ id: String(broadcast.id) }}>
                  {broadcast.name}
                </Link>
              </h2>
              <span className={`tag ${broadcast.state}`}>{t(`state.${broadcast.state}`)}</span>
            </div>
            <p className="meta">
              {t('broadcasts.people', { count: broadcast.recipients })} · {formatMoney(broadcast.cost)} ·{' '}
              {momentOf(broadcast, t)}
            </p>
            {Object.values(broadcast.totals).some((count) => count > 0) && (
              <>
                <ProgressBar totals={broadcast.totals} />
                <TotalsList totals={broadcast.totals} />
              </>
            )}
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('broadcasts.more')}
        </button>
      )}
    </section>
  )
}
