import type { Broadcast } from '@kurenda/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatTime } from '../format.ts'
import css from './detail.module.css'
import { draftQuery } from './queries.ts'

/** What happened to a broadcast, the latest first. */
export function Timeline({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation()
  const draft = useQuery({ ...draftQuery(String(broadcast.id)), retry: false })
  const { createdAt, createdBy, sendAt, startedAt, finishedAt } = broadcast
  const events = [
    { at: createdAt, text: t('timeline.created', { name: createdBy ?? '' }) },
    ...(draft.data?.reviews ?? []).map(({ at, verdict, by }) => ({ at, text: t(`timeline.${verdict}`, { name: by }) })),
    ...(sendAt && !startedAt ? [{ at: sendAt, text: t('timeline.planned') }] : []),
    ...(startedAt ? [{ at: startedAt, text: t('timeline.started') }] : []),
    ...(finishedAt ? [{ at: finishedAt, text: t('timeline.finished') }] : []),
  ].sort((one, other) => other.at.localeCompare(one.at))
  return (
    <>
      <h3 className="head">{t('timeline.title')}</h3>
      <ol className={`num ${css['timeline']}`}>
        {events.map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            <time dateTime={at}>{formatTime(at)}</time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </>
  )
}
