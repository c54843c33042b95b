import type { ConversationThread } from '@kurenda/contract'
import { measure } from '@kurenda/sms-text'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatPhone, formatTime } from '../format.ts'

export function Thread({ id }: { id: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const end = useRef<HTMLDivElement>(null)
  const thread = useQuery({
    queryKey: ['conversations', id],
    queryFn: () => api<ConversationThread>(`/conversations/${id}`),
  })
  const reply = useMutation({
    mutationFn: () => api(`/conversations/${id}/replies`, { text }),
    onSuccess: async () => {
      setText('')
      await client.invalidateQueries({ queryKey: ['conversations'] })
    },
  })
  const count = thread.data?.entries.length ?? 0
  const unread = thread.data?.unread ?? 0
  useEffect(() => end.current?.scrollIntoView({ block: 'end' }), [count])
  useEffect(() => {
    if (unread === 0) return
    api(`/conversations/${id}/read`, {}).then(
      () => client.invalidateQueries({ queryKey: ['conversations'] }),
      () => undefined,
    )
  }, [id, unread, client])
  if (thread.isPending) return <p>{t('app.loading')}</p>
  if (thread.error) return <Failed error={thread.error} retry={() => void thread.refetch()} />
  const c = thread.data
  const submit = (event: FormEvent) => {
    event.preventDefault()
    reply.mutate()
  }
  return (
    <>
      <p className="crumb narrow">
        <Link to="/inbox">{t('inbox.back')}</Link>
      </p>
      <header>
        <h2>{c.contactName ?? formatPhone(c.from)}</h2>
        <p className="meta">
          {formatPhone(c.from)}
          {c.broadcast && <> · {t('inbox.answers', { name: c.broadcast.name })}</>}
        </p>
      </header>
      <div className="entries" aria-live="polite">
        {c.entries.map((entry) => (
          <div key={entry.id} className={`entry ${entry.direction}`}>
            <p className={`bubble ${entry.direction}`}>{entry.text}</p>
            <p className="meta">
              {entry.direction === 'out' && <>{entry.author ?? t('inbox.automatic')} · </>}
              {formatTime(entry.at)}
              {entry.messageState && <> · {t(`message.${entry.messageState}`)}</>}
            </p>
          </div>
        ))}
        <div ref={end} />
      </div>
      {c.optedOut && <p className="notice">{t('inbox.optedOut')}</p>}
      {reply.error && <Failed error={reply.error} />}
      <form className="answer" onSubmit={submit}>
        <label>
          {t('inbox.reply')}
          <textarea rows={3} required maxLength={1530} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <div className="actions">
          <span className="meta">
            {t('compose.meter', { count: text ? measure(text).parts : 0, units: measure(text).units })}
          </span>
          <button className="primary" disabled={reply.isPending}>
            {t('inbox.send')}
          </button>
        </div>
      </form>
    </>
  )
}
