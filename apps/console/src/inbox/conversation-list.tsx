import type { Conversation } from '@kurenda/contract'
import { Age, Dot, Empty, House } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Failed } from '../failed.tsx'
import { formatMinutes, formatPhone, formatTime } from '../format.ts'
import { LinkButton } from '../link-button.tsx'
import { Loading } from '../loading.tsx'
import { useNow } from '../now.ts'
import { calendarQuery, listQuery } from './conversations.ts'
import type { InboxSearch } from './inbox-search.ts'
import css from './inbox.module.css'
import { useDraft } from './reply-drafts.ts'
import { shareUsed, type OpenStretch } from './working-time.ts'

/** One list of conversations: who wrote, what, and how long they wait. */
export function ConversationList({ search }: { search: InboxSearch }) {
  const { t } = useTranslation()
  const list = useInfiniteQuery(listQuery(search))
  const open = useQuery(calendarQuery).data ?? []
  const now = useNow(30_000)
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isPending) return <Loading rows={8} />
  if (list.error) return <Failed error={list.error} retry={() => void list.refetch()} />
  if (items.length === 0) return <NothingHere search={search} />
  return (
    <>
      <ul aria-label={t('inbox.list')}>
        {items.map((conversation) => (
          <li key={conversation.id}>
            <Head {...{ conversation, search, open, now }} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('inbox.more')}
        </Button>
      )}
    </>
  )
}

function NothingHere({ search: { view = 'waiting' } }: { search: InboxSearch }) {
  const { t } = useTranslation()
  return (
    <Empty
      title={t(`inbox.none.${view}`)}
      {...(view !== 'all' && {
        action: (
          <LinkButton to="/inbox" search={{ view: 'all' }}>
            {t('inbox.showAll')}
          </LinkButton>
        ),
      })}
    >
      {t(`inbox.noneText.${view}`)}
    </Empty>
  )
}

interface OneConversation {
  conversation: Conversation
  search: InboxSearch
  /** When the office works. */
  open: readonly OpenStretch[]
  /** Milliseconds. */
  now: number
}

function Head({ conversation, search, open, now }: OneConversation) {
  const { t } = useTranslation()
  const { id, contactName, from, lastText, unread, assignee, queue, groups, snoozedUntil } = conversation
  const draft = useDraft(id)
  return (
    <Link
      to="/inbox/$id"
      params={{ id: String(id) }}
      search={search}
      activeOptions={{ includeSearch: false }}
      className={css['head']}
      data-new={unread > 0}
      data-conversation={id}
    >
      <House name={contactName} />
      <span className={css['who']}>{contactName ?? formatPhone(from)}</span>
      <Clock {...{ conversation, open, now }} />
      <span className={css['last']}>{lastText}</span>
      <span className={css['marks']}>
        {unread > 0 && <span className="tag accent">{t('inbox.unread', { count: unread })}</span>}
        {queue && <span className="tag">{queue.name}</span>}
        {draft !== '' && <span className="tag attn">{t('inbox.draft')}</span>}
        {snoozedUntil && <span className="muted">{t('inbox.snoozedUntil', { when: formatTime(snoozedUntil) })}</span>}
        {assignee && (
          <span className={css['by']}>
            <Dot name={assignee.name} small />
            <span className="muted">{assignee.name}</span>
          </span>
        )}
        {!assignee && !snoozedUntil && groups[0] !== undefined && <span className="muted">{groups[0]}</span>}
      </span>
    </Link>
  )
}

/** How long the resident waits, the bar is the share of the promised working time; else when the last text came. */
function Clock({ conversation, open, now }: Omit<OneConversation, 'search'>) {
  const { t } = useTranslation()
  const { waitingSince, dueAt, lastAt } = conversation
  if (waitingSince === null)
    return (
      <time className="muted xs num" dateTime={lastAt}>
        {formatTime(lastAt)}
      </time>
    )
  const since = Date.parse(waitingSince)
  const share = dueAt === null ? 0 : shareUsed(open, { since, due: Date.parse(dueAt), now })
  return (
    <span className={css['clock']} title={dueAt === null ? undefined : t('inbox.due', { when: formatTime(dueAt) })}>
      <span className="heard">{t('inbox.waits')} </span>
      <Age text={formatMinutes((now - since) / 60_000)} share={share} />
      {share >= 1 && <span className="heard">{t('inbox.late')}</span>}
    </span>
  )
}
