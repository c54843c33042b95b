import type { ChannelExchange, ChannelTrace } from '@kurenda/contract'
import { Empty } from '@kurenda/ui'
import { Button, Switch } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { channelsQuery } from '../compose/queries.ts'
import { Failed } from '../failed.tsx'
import { formatClock, formatDay, formatTime } from '../format.ts'
import { Loading } from '../loading.tsx'
import { useMay } from '../me.ts'
import { useNow } from '../now.ts'
import { Frame } from './frame.tsx'
import css from './settings.module.css'

const freshMs = 3000
const minutes = 10

/** What a channel and its provider said to each other: what went wrong always, all of it for ten minutes on demand. */
export function Trace() {
  const { t } = useTranslation()
  const may = useMay()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { id } = useParams({ strict: false })
  const { errors = false } = useSearch({ strict: false })
  const now = useNow(freshMs)
  const channel = useQuery(channelsQuery).data?.items.find((one) => String(one.id) === id)
  const trace = useInfiniteQuery({
    queryKey: ['channels', 'trace', id, errors],
    queryFn: ({ pageParam }) =>
      api<ChannelTrace>(
        `/channels/${id}/trace?limit=100&errors=${errors}${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    // While all is kept, somebody watches.
    refetchInterval: ({ state }) => (isAhead(state.data?.pages[0]?.tracedUntil) ? freshMs : false),
  })
  const keep = useMutation({
    mutationFn: (of: number) => api(`/channels/${id}/trace`, { minutes: of }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['channels', 'trace', id] }),
  })
  const until = trace.data?.pages[0]?.tracedUntil ?? null
  const keeps = until !== null && Date.parse(until) > now
  const items = trace.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Frame
      section="channels"
      title={channel ? t('settings.traceOf', { name: channel.name }) : t('settings.trace')}
      actions={
        may('channels:manage') && (
          <Button loading={keep.isPending} onClick={() => keep.mutate(keeps ? 0 : minutes)}>
            {keeps ? t('settings.traceStop') : t('settings.traceKeep', { count: minutes })}
          </Button>
        )
      }
    >
      <div className={css['between']}>
        <Switch
          label={t('settings.errorsOnly')}
          checked={errors}
          onChange={(event) =>
            void navigate({ to: '.', search: event.currentTarget.checked ? { errors: true } : {}, replace: true })
          }
        />
        <span role="status" className="muted">
          {keeps && t('settings.tracedUntil', { when: formatTime(until) })}
        </span>
      </div>
      {(trace.error ?? keep.error) && <Failed error={trace.error ?? keep.error ?? new Error()} />}
      {trace.isPending && <Loading />}
      {trace.isSuccess && items.length === 0 && (
        <Empty title={t('settings.noTrace')}>{t('settings.noTraceText')}</Empty>
      )}
      {items.length > 0 && <Exchanges items={items} />}
      {trace.hasNextPage && (
        <Button loading={trace.isFetchingNextPage} onClick={() => void trace.fetchNextPage()}>
          {t('app.more')}
        </Button>
      )}
    </Frame>
  )
}

const isAhead = (until: string | null | undefined) => typeof until === 'string' && Date.parse(until) > Date.now()

function Exchanges({ items }: { items: readonly ChannelExchange[] }) {
  const { t } = useTranslation()
  return (
    <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('settings.trace')}>
      <table className={css['table']}>
        <thead>
          <tr>
            {(['when', 'way', 'operation', 'result', 'address', 'detail'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`settings.col.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(({ id, at, direction, operation, result, ok, address, detail }) => (
            <tr key={id} data-wrong={!ok}>
              <td className="num">
                {formatDay(at)}, {formatClock(Date.parse(at), true)}
              </td>
              <td>{t(direction === 'out' ? 'settings.out' : 'settings.in')}</td>
              <td>{operation}</td>
              <td>{ok ? result : t('settings.wrong', { result: result ?? '' })}</td>
              <td className="num">{address}</td>
              <td>{detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
