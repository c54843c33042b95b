import type { ConversationCounts } from '@kurenda/contract'
import {
  AtSignIcon,
  CircleCheckIcon,
  AlarmClockIcon,
  HourglassIcon,
  InboxIcon,
  ListIcon,
  UserIcon,
  UserSearchIcon,
  type LucideIcon,
} from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../format.ts'
import { AlertSettings } from './alert-settings.tsx'
import { countsQuery, queuesQuery } from './conversations.ts'
import type { InboxSearch, InboxView } from './inbox-search.ts'
import css from './inbox.module.css'

type Listed = Exclude<InboxView, 'queue' | 'broadcast'>

const views: readonly { view: Listed; icon: LucideIcon; count?: keyof ConversationCounts; late?: boolean }[] = [
  { view: 'waiting', icon: InboxIcon, count: 'waiting' },
  { view: 'mine', icon: UserIcon, count: 'mine' },
  { view: 'unassigned', icon: UserSearchIcon, count: 'unassigned' },
  { view: 'overdue', icon: HourglassIcon, count: 'overdue', late: true },
  { view: 'mentioned', icon: AtSignIcon, count: 'mentioned' },
  { view: 'snoozed', icon: AlarmClockIcon, count: 'snoozed' },
  { view: 'closed', icon: CircleCheckIcon },
  { view: 'all', icon: ListIcon },
]

/** The lists of the inbox with what is in them, then the office's queues. */
export function Queues({ search, onPick }: { search: InboxSearch; onPick?: () => void }) {
  const { t } = useTranslation()
  const counts = useQuery(countsQuery).data
  const queues = useQuery(queuesQuery).data ?? []
  const here = search.q === undefined ? (search.view ?? 'waiting') : undefined
  return (
    <>
      <nav className={css['queues']} aria-label={t('inbox.lists')}>
        {views.map(({ view, icon: Icon, count, late }) => (
          <Link
            key={view}
            to="/inbox"
            search={view === 'waiting' ? {} : { view }}
            activeOptions={{ includeSearch: true, exact: true }}
            aria-current={here === view ? 'page' : undefined}
            {...(onPick && { onClick: onPick })}
          >
            <Icon size={20} aria-hidden="true" />
            <span>{t(`inbox.view.${view}`)}</span>
            {count && <Count of={counts?.[count]} late={late ?? false} />}
          </Link>
        ))}
        {queues.length > 0 && <h2 className="label">{t('inbox.queues')}</h2>}
        {queues.map(({ id, name, waiting }) => (
          <Link
            key={id}
            to="/inbox"
            search={{ view: 'queue', queue: id }}
            activeOptions={{ includeSearch: true, exact: true }}
            aria-current={here === 'queue' && search.queue === id ? 'page' : undefined}
            {...(onPick && { onClick: onPick })}
          >
            <span>{name}</span>
            <Count of={waiting} late={false} />
          </Link>
        ))}
      </nav>
      <AlertSettings />
    </>
  )
}

function Count({ of, late }: { of: number | undefined; late: boolean }) {
  if (!of) return null
  return (
    <span className={`num ${css['count']}`} data-late={late}>
      {formatNumber(of)}
    </span>
  )
}
