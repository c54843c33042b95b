import type { Conversation } from '@kurenda/contract'
import { Empty, House } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Failed } from '../failed.tsx'
import { formatPhone, formatTime } from '../format.ts'
import { Loading } from '../loading.tsx'
import { useTitle } from '../title.ts'
import { conversationsQuery } from './conversations.ts'
import css from './inbox.module.css'
import { Thread } from './thread.tsx'

/** Conversations on the left, the chosen one beside it; on a phone one after the other. */
export function Inbox() {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false })
  useTitle(t('inbox.title'))
  const list = useInfiniteQuery(conversationsQuery)
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={css['inbox']} data-chosen={id !== undefined}>
      <h1 className="title">{t('inbox.title')}</h1>
      <div className={css['list']}>
        {list.isPending && <Loading />}
        {list.error && <Failed error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && <Empty title={t('inbox.emptyTitle')}>{t('inbox.empty')}</Empty>}
        <ul aria-label={t('inbox.list')}>
          {items.map((conversation) => (
            <li key={conversation.id}>
              <Head conversation={conversation} />
            </li>
          ))}
        </ul>
        {list.hasNextPage && (
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('inbox.more')}
          </Button>
        )}
      </div>
      <div className={css['thread']}>
        {id === undefined ? <p className="muted">{t('inbox.choose')}</p> : <Thread key={id} id={id} />}
      </div>
    </section>
  )
}

function Head({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const { id, contactName, from, lastAt, lastText, unread, state } = conversation
  return (
    <Link to="/inbox/$id" params={{ id: String(id) }} className={css['head']} data-new={unread > 0}>
      <House name={contactName} />
      <span className={css['who']}>{contactName ?? formatPhone(from)}</span>
      <time dateTime={lastAt}>{formatTime(lastAt)}</time>
      <span className={css['last']}>{lastText}</span>
      {(unread > 0 || state === 'waiting') && (
        <span className={css['marks']}>
          {unread > 0 && <span className="tag accent">{t('inbox.unread', { count: unread })}</span>}
          {state === 'waiting' && <span className="muted">{t('inbox.waiting')}</span>}
        </span>
      )}
    </Link>
  )
}
