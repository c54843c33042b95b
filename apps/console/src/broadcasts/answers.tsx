import type { Broadcast, ConversationPage } from '@kurenda/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatPhone, formatTime } from '../format.ts'
import { useMay } from '../me.ts'
import css from './detail.module.css'

const shown = 5

/** The latest of what people answered. */
export function Answers({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation()
  const may = useMay()
  const answers = useQuery({
    queryKey: ['conversations', 'of', broadcast.id],
    queryFn: () => api<ConversationPage>(`/conversations?view=broadcast&broadcast=${broadcast.id}&limit=${shown}`),
    enabled: may('conversations:read'),
  })
  const items = answers.data?.items ?? []
  return (
    <>
      <div className={css['between']}>
        <h2 className="head">{t('broadcasts.answers')}</h2>
        {answers.data?.next && <Link to="/inbox">{t('broadcasts.allAnswers')}</Link>}
      </div>
      {answers.error && <Failed error={answers.error} retry={() => void answers.refetch()} />}
      {answers.isSuccess && items.length === 0 && (
        <p className="muted">{t(broadcast.replies === 'two_way' ? 'broadcasts.noAnswers' : 'broadcasts.noReply')}</p>
      )}
      <ul className={`rows ${css['answers']}`}>
        {items.map(({ id, contactName, from, lastText, lastAt }) => (
          <li key={id}>
            <div>
              <Link to="/inbox/$id" params={{ id: String(id) }}>
                {contactName ?? formatPhone(from)}
              </Link>
              <time className="xs muted num" dateTime={lastAt}>
                {formatTime(lastAt)}
              </time>
            </div>
            <q>{lastText}</q>
          </li>
        ))}
      </ul>
    </>
  )
}
