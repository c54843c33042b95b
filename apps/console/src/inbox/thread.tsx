import type { ConversationEntry, ConversationThread } from '@kurenda/contract'
import { Notice } from '@kurenda/ui'
import { Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatPhone } from '../format.ts'
import { Loading } from '../loading.tsx'
import { useMay, useMe } from '../me.ts'
import { Composer } from './composer.tsx'
import { threadQuery } from './conversations.ts'
import { Entries } from './entries.tsx'
import css from './inbox.module.css'
import { PersonPane } from './person-pane.tsx'
import { ThreadHead } from './thread-head.tsx'
import { usePresence } from './use-presence.ts'

const settleMs = 3000

const isOnItsWay = ({ direction, messageState }: ConversationEntry) =>
  direction === 'out' && (messageState === null || messageState === 'queued' || messageState === 'submitted')

/** One conversation with its person. */
export function Thread({ id }: { id: string }) {
  const thread = useQuery({
    ...threadQuery(id),
    // News tells of new texts; how an answer fares is asked for until it is settled.
    refetchInterval: ({ state }) => (state.data?.entries.some(isOnItsWay) ? settleMs : false),
  })
  useMarkRead(id, thread.data)
  return (
    <>
      {thread.isPending && <Loading rows={6} />}
      {thread.error && !thread.data && <Failed error={thread.error} retry={() => void thread.refetch()} />}
      {thread.data && <Shown thread={thread.data} />}
    </>
  )
}

/** What is on the screen has been seen: new texts, and notes that call the reader. */
function useMarkRead(id: string, thread: ConversationThread | undefined): void {
  const client = useQueryClient()
  const { userId } = useMe()
  const unread = thread?.unread ?? 0
  const called = thread?.entries.findLast(({ mentions }) => mentions.some((one) => one.userId === userId))?.id
  useEffect(() => {
    if (unread === 0 && called === undefined) return
    const mark = () => {
      if (document.hidden) return
      api(`/conversations/${id}/read`, {}).then(
        () => client.invalidateQueries({ queryKey: ['conversations'] }),
        // It stays new: the next look at it marks it.
        () => undefined,
      )
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [id, unread, called, client])
}

function Shown({ thread }: { thread: ConversationThread }) {
  const { t } = useTranslation()
  const may = useMay()
  const who = thread.contactName ?? formatPhone(thread.from)
  const heading = useRef<HTMLHeadingElement>(null)
  const [typing, setTyping] = useState(false)
  const [person, { open: openPerson, close: closePerson }] = useDisclosure(false)
  usePresence(String(thread.id), typing)
  // On a phone the list, and the link that was pressed, are gone; from a closed conversation one comes to the next.
  useEffect(() => {
    if (document.activeElement === document.body || matchMedia('(max-width: 640px)').matches)
      heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <>
      <div className={css['talk']}>
        <ThreadHead thread={thread} who={who} heading={heading} onPerson={openPerson} />
        <Present thread={thread} />
        <Entries thread={thread} who={who} />
        {thread.optedOut && (
          <div role="note" className={css['aside']}>
            <Notice>{t('inbox.optedOut')}</Notice>
          </div>
        )}
        {may('conversations:reply') && (
          <Composer thread={thread} who={who} onTyping={setTyping} onLeave={() => heading.current?.focus()} />
        )}
      </div>
      <aside className={css['person']} aria-label={t('inbox.person')}>
        <PersonPane thread={thread} who={who} />
      </aside>
      <Drawer
        opened={person}
        onClose={closePerson}
        position="right"
        size={340}
        title={t('inbox.person')}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        <PersonPane thread={thread} who={who} />
      </Drawer>
    </>
  )
}

/** Who else is there: two must not answer the same question. */
function Present({ thread: { present } }: { thread: ConversationThread }) {
  const { t, i18n } = useTranslation()
  const names = (doing: 'viewing' | 'typing') =>
    new Intl.ListFormat(i18n.language).format(present.filter((one) => one.doing === doing).map(({ name }) => name))
  const [typing, viewing] = [names('typing'), names('viewing')]
  return (
    <div role="status" className={css['present']}>
      {typing !== '' && <p>{t('inbox.types', { names: typing })}</p>}
      {typing === '' && viewing !== '' && <p>{t('inbox.looks', { names: viewing })}</p>}
    </div>
  )
}
