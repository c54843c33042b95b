import { ActionIcon, CloseButton, Drawer, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks'
import { SlidersHorizontalIcon, KeyboardIcon, SearchIcon } from 'lucide-react'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ask } from '../first-page.ts'
import { Later } from '../later.tsx'
import { useTitle } from '../title.ts'
import { calendarQuery, countsQuery, listQuery, queuesQuery } from './conversations.ts'
import { ConversationList } from './conversation-list.tsx'
import { FoundList } from './found-list.tsx'
import css from './inbox.module.css'
import { readInboxSearch } from './inbox-search.ts'
import { KeysHelp, useListKeys } from './keys.tsx'
import { Queues } from './queues.tsx'
import { Thread } from './thread.tsx'
import { useInboxSearch } from './use-inbox-search.ts'

export const ask: Ask = (client, search) => [
  client.prefetchInfiniteQuery(listQuery(readInboxSearch({ ...search }))),
  client.prefetchQuery(countsQuery),
  client.prefetchQuery(queuesQuery),
  client.prefetchQuery(calendarQuery),
]

const shortestSearch = 2

/** Queues, conversations, the chosen one and its person; on a phone the list, then the conversation. */
export function Inbox() {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false })
  const search = useInboxSearch()
  const words = (search.q ?? '').trim()
  const box = useRef<HTMLInputElement>(null)
  const [lists, { open: openLists, close: closeLists }] = useDisclosure(false)
  const [help, { open: openHelp, close: closeHelp }] = useDisclosure(false)
  useTitle(t('inbox.title'))
  useListKeys({ search: () => box.current?.focus(), help: openHelp })
  return (
    <section className={css['inbox']} data-chosen={id !== undefined} aria-label={t('inbox.title')}>
      <div className={css['side']}>
        <h1 className="title">{t('inbox.title')}</h1>
        <Queues search={search} />
        <button type="button" className={css['keys']} onClick={openHelp}>
          <KeyboardIcon size={20} aria-hidden="true" /> {t('inbox.keys')} <kbd aria-hidden="true">?</kbd>
        </button>
      </div>
      <div className={css['list']} role="region" aria-label={t('inbox.list')} tabIndex={-1}>
        <header>
          <h1 className="title">{t('inbox.title')}</h1>
          <Search words={search.q ?? ''} box={box} />
          <ActionIcon className={css['filter'] ?? ''} aria-label={t('inbox.lists')} onClick={openLists}>
            <SlidersHorizontalIcon size={20} aria-hidden="true" />
          </ActionIcon>
        </header>
        {words.length >= shortestSearch ? (
          <FoundList words={words} search={search} />
        ) : (
          <ConversationList search={search} />
        )}
      </div>
      <div className={css['thread']}>
        {id === undefined ? (
          <p className={`muted ${css['choose']}`}>{t('inbox.choose')}</p>
        ) : (
          <Thread key={id} id={id} />
        )}
      </div>
      <Later>
        <Drawer
          opened={lists}
          onClose={closeLists}
          title={t('inbox.title')}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <Queues search={search} onPick={closeLists} />
        </Drawer>
        <KeysHelp opened={help} onClose={closeHelp} />
      </Later>
    </section>
  )
}

const typingMs = 250

/** What is looked for stands in the address a moment after it was typed. */
function Search({ words, box }: { words: string; box: React.RefObject<HTMLInputElement | null> }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [typed, setTyped] = useState(words)
  const look = (q: string) =>
    void navigate({
      to: '.',
      search: ({ q: _, ...others }) => (q.trim() === '' ? others : { ...others, q }),
      replace: true,
    })
  const later = useDebouncedCallback(look, typingMs)
  const set = (next: string) => {
    setTyped(next)
    later(next)
  }
  // Another list was chosen.
  const [shown, setShown] = useState(words)
  if (shown !== words) {
    setShown(words)
    if (words === '') setTyped('')
  }
  return (
    <TextInput
      ref={box}
      type="search"
      aria-label={t('inbox.search')}
      placeholder={t('inbox.searchHere')}
      leftSection={<SearchIcon size={18} aria-hidden="true" />}
      rightSection={
        typed === '' ? (
          <kbd aria-hidden="true">/</kbd>
        ) : (
          <CloseButton aria-label={t('inbox.searchClear')} onClick={() => set('')} />
        )
      }
      value={typed}
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}
