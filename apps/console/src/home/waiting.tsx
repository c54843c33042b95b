import type { Conversation } from '@kurenda/contract'
import { Age, House } from '@kurenda/ui'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Failed } from '../failed.tsx'
import { formatMinutes, formatPhone } from '../format.ts'
import { useNow } from '../now.ts'
import css from './home.module.css'
import { hoursQuery, waitingQuery } from './queries.ts'

/** Who waits for an answer, and how much of the promised time is used. */
export function Waiting() {
  const { t } = useTranslation()
  const waiting = useQuery(waitingQuery)
  const promised = useQuery(hoursQuery).data?.firstResponseMinutes
  if (waiting.error) return <Failed error={waiting.error} retry={() => void waiting.refetch()} />
  if (!waiting.data || waiting.data.length === 0) return null
  return (
    <section aria-labelledby="waiting">
      <div className={css['head']}>
        <h2 className="head" id="waiting">
          {t('home.waiting')}
        </h2>
        {promised !== undefined && (
          <span className="muted xs">{t('home.promise', { time: formatMinutes(promised) })}</span>
        )}
      </div>
      <ul className={`rows ${css['waiting']}`}>
        {waiting.data.map((conversation) => (
          <li key={conversation.id}>
            <Row conversation={conversation} />
          </li>
        ))}
      </ul>
      <Link to="/inbox" className={css['onward']}>
        {t('home.openInbox')}
      </Link>
    </section>
  )
}

function Row({ conversation }: { conversation: Conversation }) {
  const { id, contactName, from, groups, lastText, lastAt, waitingSince, dueAt, queue } = conversation
  const now = useNow(30_000)
  const since = new Date(waitingSince ?? lastAt).getTime()
  const waited = now - since
  const promised = dueAt === null ? Infinity : new Date(dueAt).getTime() - since
  return (
    <Link to="/inbox/$id" params={{ id: String(id) }}>
      <House name={contactName} />
      <div>
        <b className="strong">{contactName ?? formatPhone(from)}</b> <span className="muted">{groups[0]}</span>
        <p>{lastText}</p>
      </div>
      <span className={queue ? 'tag' : ''}>{queue?.name}</span>
      <Age text={formatMinutes(waited / 60_000)} share={waited / Math.max(1, promised)} />
    </Link>
  )
}
