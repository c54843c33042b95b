import type { Conversation } from '@kurenda/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Failed } from '../failed.tsx'
import { formatPhone, formatTime, initials } from '../format.ts'
import { useTitle } from '../title.ts'
import { conversationsQuery } from './conversations.ts'
import { Thread } from './thread.tsx'

/** Conversations on the left, the chosen one beside it; on a phone one after the other. */
export function Inbox() {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false })
  useTitle(t('inbox.title'))
  const list = useInfiniteQuery(conversationsQuery)
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={id === undefined ? 'inbox' : 'inbox chosen'}>
      <h1>{t('inbox.title')}</h1>
      <div className="conversations">
        {list.isPending && <p className="empty">{t('app.loading')}</p>}
        {list.error && <Failed error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && <p className="empty">{t('inbox.empty')}</p>}
        <ul aria-label={t('inbox.list')}>
          {items.map((conversation) => (
            <li key={conversation.id}>
              <Head conversation={conversation} />
            </li>
          ))}
        </ul>
        {list.hasNextPage && (
          <button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('inbox.more')}
          </button>
        )}
      </div>
      <div className="thread">
        {id === undefined ? <p className="empty">{t('inbox.choose')}</p> : <Thread key={id} id={id} />}
      </div>
    </section>
  )
}

function Head({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const { id, contactName, from, lastAt, lastText, unread, state } = conversation
  return (
    <Link to="/inbox/$id" params={{ id: String(id) }} className={unread > 0 ? 'new' : ''}>
      <span className="house" aria-hidden="true">
        {contactName ? initials(contactName) : '?'}
      </span>
      <span className="who">{contactName ?? formatPhone(from)}</span>
      <time dateTime={lastAt}>{formatTime(lastAt)}</time>
      <span className="last">{lastText}</span>
      {(unread > 0 || state === 'waiting') && (
        <span className="marks">
          {unread > 0 && <span className="badge">{t('inbox.unread', { count: unread })}</span>}
          {state === 'waiting' && <span className="meta">{t('inbox.waiting')}</span>}
        </span>
      )}
    </Link>
  )
}
