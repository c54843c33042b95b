import type { ConversationEntry, ConversationThread, Replied } from '@kurenda/contract'
import { measure } from '@kurenda/sms-text'
import { Bubble, Notice } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkIcon } from '../link-button.tsx'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatPhone, formatTime } from '../format.ts'
import { Loading } from '../loading.tsx'
import { Status } from '../status.tsx'
import { useToast } from '../toasts.tsx'
import css from './inbox.module.css'

const settleMs = 3000

const isOnItsWay = ({ direction, messageState }: ConversationEntry) =>
  direction === 'out' && (messageState === null || messageState === 'queued' || messageState === 'submitted')

export function Thread({ id }: { id: string }) {
  const thread = useQuery({
    queryKey: ['conversations', 'one', id],
    queryFn: () => api<ConversationThread>(`/conversations/${id}`),
    // News tells of new texts; how an answer fares is asked for until it is settled.
    refetchInterval: ({ state }) => (state.data?.entries.some(isOnItsWay) ? settleMs : false),
  })
  useMarkRead(id, thread.data?.unread ?? 0)
  return (
    <>
      {thread.isPending && <Loading />}
      {thread.error && <Failed error={thread.error} retry={() => void thread.refetch()} />}
      {thread.data && <Shown thread={thread.data} />}
    </>
  )
}

/** What is on the screen has been seen. */
function useMarkRead(id: string, unread: number): void {
  const client = useQueryClient()
  useEffect(() => {
    if (unread === 0) return
    api(`/conversations/${id}/read`, {}).then(
      () => client.invalidateQueries({ queryKey: ['conversations'] }),
      // It stays new: the next look at it marks it.
      () => undefined,
    )
  }, [id, unread, client])
}

function Shown({ thread }: { thread: ConversationThread }) {
  const { t } = useTranslation()
  const who = thread.contactName ?? formatPhone(thread.from)
  const heading = useRef<HTMLHeadingElement>(null)
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Newer browsers answer with a promise, which must not become the effect's clean-up.
    void end.current?.scrollIntoView({ block: 'nearest' })
  }, [thread.entries.length])
  // On a phone the list, and the link that was pressed, are gone.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <>
      <header>
        <LinkIcon to="/inbox" className={css['back'] ?? ''} aria-label={t('inbox.back')}>
          <IconArrowLeft size={20} aria-hidden="true" />
        </LinkIcon>
        <div>
          <h2 className="head" ref={heading} tabIndex={-1}>
            {who}
          </h2>
          <p className="muted">
            {[
              thread.contactName && formatPhone(thread.from),
              ...thread.groups,
              thread.broadcast && t('inbox.answers', { name: thread.broadcast.name }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
      </header>
      <div className={css['entries']} role="log" tabIndex={0} aria-label={t('inbox.texts', { who })}>
        {thread.entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
        <div ref={end} />
      </div>
      {thread.optedOut && (
        <div role="note">
          <Notice>{t('inbox.optedOut')}</Notice>
        </div>
      )}
      <Answer id={thread.id} who={who} />
    </>
  )
}

function Entry({ entry }: { entry: ConversationEntry }) {
  const { t } = useTranslation()
  return (
    <div className={css['entry']} data-direction={entry.direction}>
      <Bubble ours={entry.direction !== 'in'}>{entry.text}</Bubble>
      <p>
        {entry.direction === 'out' && <>{entry.author ?? t('inbox.automatic')} · </>}
        {formatTime(entry.at)}
        {entry.messageState && (
          <>
            {' '}
            <Status state={entry.messageState} small />
          </>
        )}
      </p>
    </div>
  )
}

function Answer({ id, who }: { id: number; who: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const [text, setText] = useState('')
  const reply = useMutation({
    mutationFn: () => api<Replied>(`/conversations/${id}/replies`, { text }),
    onSuccess: async () => {
      setText('')
      say(t('inbox.sent', { who }))
      await client.invalidateQueries({ queryKey: ['conversations'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!reply.isPending) reply.mutate()
  }
  const { parts, units } = measure(text)
  return (
    <form className={css['answer']} onSubmit={submit}>
      {reply.error && <Failed error={reply.error} />}
      <label className="heard" htmlFor="answer">
        {t('inbox.reply')}
      </label>
      <textarea
        id="answer"
        rows={2}
        required
        maxLength={1530}
        placeholder={t('inbox.reply')}
        aria-describedby="answer-size"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={css['foot']}>
        <span id="answer-size" className="muted num">
          {text && `${t('broadcasts.parts', { count: parts })} · ${t('compose.chars', { count: units })}`}
        </span>
        <Button type="submit" variant="filled">
          {t('inbox.send')}
        </Button>
      </div>
    </form>
  )
}
