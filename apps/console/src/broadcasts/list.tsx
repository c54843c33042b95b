import type { Broadcast, BroadcastState } from '@kurenda/contract'
import { Empty, FilterBar, Page, PageHead } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { PencilIcon } from 'lucide-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LinkButton, newMessage } from '../link-button.tsx'
import { Failed } from '../failed.tsx'
import type { Ask } from '../first-page.ts'
import { formatMoney } from '../format.ts'
import { Loading } from '../loading.tsx'
import { useMay } from '../me.ts'
import { useTitle } from '../title.ts'
import css from './list.module.css'
import { momentOf } from './moment.ts'
import { hasBegun, ProgressBar, TotalsList } from './progress.tsx'
import { broadcastsQuery } from './queries.ts'
import { StateTag } from './state-tag.tsx'

/** Those that a list is asked for by name. */
const states = {
  draft: true,
  review: true,
  approved: true,
  scheduled: true,
  expanding: false,
  sending: true,
  paused: true,
  finished: true,
  cancelled: true,
} as const satisfies Record<BroadcastState, boolean>
const offered = (Object.keys(states) as BroadcastState[]).filter((state) => states[state])

export const ask: Ask<{ state?: string; q?: string }> = (client, { state, q }) => [
  client.prefetchInfiniteQuery(broadcastsQuery({ state: offered.find((each) => each === state), q })),
]

export function BroadcastList() {
  const { t } = useTranslation()
  const may = useMay()
  useTitle(t('broadcasts.title'))
  const search = useSearch({ from: '/broadcasts' })
  const navigate = useNavigate()
  const [q] = useDebouncedValue(search.q, 250)
  const state = offered.find((each) => each === search.state)
  const list = useInfiniteQuery({ ...broadcastsQuery({ state, q }), placeholderData: (before) => before })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const isFiltered = state !== undefined || q !== undefined
  const compose = may('broadcasts:send') && (
    <LinkButton to="/compose/{-$id}" params={newMessage} leftSection={<PencilIcon size={18} aria-hidden="true" />}>
      {t('nav.compose')}
    </LinkButton>
  )
  return (
    <Page>
      <PageHead title={t('broadcasts.title')} />
      <FilterBar
        label={t('broadcasts.filters')}
        value={search}
        onChange={(next) => void navigate({ to: '/broadcasts', search: next, replace: true })}
        search={{ name: 'q', label: t('broadcasts.search'), placeholder: t('broadcasts.search') }}
        selects={[
          {
            name: 'state',
            label: t('broadcasts.state'),
            all: t('broadcasts.allStates'),
            options: offered.map((value) => ({ value, label: t(`state.${value}`) })),
          },
        ]}
      />
      {list.isPending && <Loading rows={6} />}
      {list.error && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess &&
        items.length === 0 &&
        (isFiltered ? (
          <Empty
            title={t('broadcasts.none')}
            action={<LinkButton to="/broadcasts">{t('broadcasts.showAll')}</LinkButton>}
          >
            {t('broadcasts.noneText')}
          </Empty>
        ) : (
          <Empty title={t('broadcasts.emptyTitle')} action={compose}>
            {t('broadcasts.empty')}
          </Empty>
        ))}
      <ul className={`rows ${css['list']}`}>
        {items.map((broadcast) => (
          <Row key={broadcast.id} broadcast={broadcast} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button className={css['more']} loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('broadcasts.more')}
        </Button>
      )}
    </Page>
  )
}

function Row({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation()
  return (
    <li>
      <div className={css['name']}>
        <h2>
          <Link to="/broadcasts/$id" params={{ id: String(broadcast.id) }}>
            {broadcast.name || t('broadcasts.unnamed')}
          </Link>
        </h2>
        <p className="muted num">
          {[
            broadcast.recipients > 0 && t('broadcasts.people', { count: broadcast.recipients }),
            broadcast.recipients > 0 && formatMoney(broadcast.cost),
            momentOf(broadcast, t),
            broadcast.createdBy,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <StateTag state={broadcast.state} />
      {hasBegun(broadcast.totals) && (
        <div className={css['progress']}>
          <ProgressBar totals={broadcast.totals} />
          <TotalsList totals={broadcast.totals} />
        </div>
      )}
    </li>
  )
}
