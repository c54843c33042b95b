import type { ConversationPage } from '@kurenda/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatPhone, formatTime } from '../format.ts'
import { Thread } from './thread.tsx'

/** Conversations on the left, the chosen one beside it; on a phone one after the other. */
export function Inbox() {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false })
  const list = useQuery({
    queryKey: ['conversations'],
    queryFn: () => api<ConversationPage>('/conversations?limit=100'),
  })
  const items = list.data?.items ?? []
  return (
    <section className={id === undefined ? 'inbox' : 'inbox chosen'}>
      <div className="conversations">
        <h1>{t('inbox.title')}</h1>
        {list.error && <Failed error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && <p className="empty">{t('inbox.empty')}</p>}
        <ul>
          {items.map((c) => (
            <li key={c.id}>
              <Link to="/inbox/$id" params={{ id: String(c.id) }}>
                <span className="who">{c.contactName ?? formatPhone(c.from)}</span>
                <time dateTime={c.lastAt}>{formatTime(c.lastAt)}</time>
                <span className="last">{c.lastText}</span>
                {c.unread > 0 && <span className="unread">{t('inbox.unread', { count: c.unread })}</span>}
              </Link>
            </li>
          ))}
        </ul>
      </div>
      <div className="thread">
        {id === undefined ? <p className="empty">{t('inbox.choose')}</p> : <Thread key={id} id={id} />}
      </div>
    </section>
  )
}
