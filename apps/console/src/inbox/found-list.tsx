import { Empty, House } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Failed } from '../failed.tsx'
import { formatPhone, formatTime } from '../format.ts'
import { Loading } from '../loading.tsx'
import { foundQuery } from './conversations.ts'
import type { InboxSearch } from './inbox-search.ts'
import css from './inbox.module.css'

/** Texts and notes of all conversations that hold the words. */
export function FoundList({ words, search }: { words: string; search: InboxSearch }) {
  const { t } = useTranslation()
  const found = useInfiniteQuery(foundQuery(words))
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  if (found.isPending) return <Loading rows={8} />
  if (found.error) return <Failed error={found.error} retry={() => void found.refetch()} />
  if (items.length === 0) return <Empty title={t('inbox.nothingFound')}>{t('inbox.nothingFoundText')}</Empty>
  return (
    <>
      <ul aria-label={t('inbox.found')}>
        {items.map(({ entry, conversation, from, contactName, text, at, direction }) => (
          <li key={entry}>
            <Link
              to="/inbox/$id"
              params={{ id: String(conversation) }}
              search={search}
              activeOptions={{ includeSearch: false }}
              className={css['head']}
              data-conversation={conversation}
            >
              <House name={contactName} />
              <span className={css['who']}>{contactName ?? formatPhone(from)}</span>
              <time className="muted xs num" dateTime={at}>
                {formatTime(at)}
              </time>
              <span className={css['last']} data-whole="true">
                {direction !== 'in' && <b>{t(direction === 'note' ? 'inbox.foundNote' : 'inbox.foundOurs')} </b>}
                {text}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('inbox.more')}
        </Button>
      )}
    </>
  )
}
