import type { Broadcast, Totals } from '@kurenda/contract'
import { DeliveryRiver, forecastEnd, RiverNumber, type Reading } from '@kurenda/ui'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Failed } from '../failed.tsx'
import { formatClock, formatNumber, formatShare } from '../format.ts'
import { useNow } from '../now.ts'
import { hasBegun, present } from './progress.tsx'
import { courseQuery } from './queries.ts'

const readMs = 3000

/** What the river draws of the totals. */
const parts = (totals: Totals) => ({
  queued: totals.queued,
  sent: totals.submitted,
  delivered: totals.delivered,
  failed: totals.failed + totals.expired,
  uncertain: totals.uncertain + totals.unconfirmed,
  stopped: totals.cancelled + totals.suppressed,
})

/** The delivery river of a broadcast, redrawn once a second while it flows; `mini` has no numbers beside it. */
export function Flow({ broadcast, mini }: { broadcast: Broadcast; mini?: boolean }) {
  const { t } = useTranslation()
  const { id, recipients, totals, state } = broadcast
  const flows = state === 'sending' || state === 'expanding' || state === 'paused' || totals.submitted > 0
  const now = useNow(flows ? 1000 : 0)
  const course = useQuery({ ...courseQuery(id), refetchInterval: flows ? readMs : false })
  if (course.error && !mini) return <Failed error={course.error} retry={() => void course.refetch()} />
  const noted: Reading[] = (course.data?.items ?? []).map((reading) => ({
    at: new Date(reading.at).getTime(),
    ...parts(reading.totals),
  }))
  const last = noted.at(-1)
  if (!last) return null
  // The latest news is newer than the latest reading.
  const readings = flows && now > last.at ? [...noted, { at: now, ...parts(totals) }] : noted
  const end = forecastEnd(readings)
  const counted = parts(totals)
  const words = present(totals).map(
    (name) => `${formatNumber(totals[name])} ${t(`message.${name}`, { count: totals[name] })}`,
  )
  return (
    <DeliveryRiver
      readings={readings}
      recipients={recipients}
      now={flows ? now : last.at}
      {...(mini && { mini })}
      words={{
        title: t('river.title'),
        description: `${t('broadcasts.people', { count: recipients })}: ${words.join(', ')}.`,
        at: (ms) => formatClock(ms, (readings.at(-1)?.at ?? ms) - (readings[0]?.at ?? ms) < 180_000),
        now: flows
          ? t('river.now', { at: formatClock(now, true) })
          : t('river.end', { at: formatClock(last.at, true) }),
      }}
    >
      {!mini && hasBegun(totals) && (
        <>
          {counted.queued > 0 && (
            <RiverNumber part="queued" big value={formatNumber(counted.queued)} word={t('river.queued')} />
          )}
          {counted.sent > 0 && (
            <RiverNumber
              part="sent"
              value={formatNumber(counted.sent)}
              word={t('message.submitted', { count: counted.sent })}
            />
          )}
          <RiverNumber
            part="delivered"
            big
            value={formatNumber(counted.delivered)}
            word={t('message.delivered', { count: counted.delivered })}
            note={[
              formatShare(counted.delivered / Math.max(1, recipients)),
              end !== undefined && t('river.about', { at: formatClock(end) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          />
          {counted.failed > 0 && (
            <RiverNumber
              part="failed"
              value={formatNumber(counted.failed)}
              word={t('message.failed', { count: counted.failed })}
            />
          )}
          {counted.uncertain > 0 && (
            <RiverNumber
              part="uncertain"
              value={formatNumber(counted.uncertain)}
              word={t('message.uncertain', { count: counted.uncertain })}
            />
          )}
          {counted.stopped > 0 && (
            <RiverNumber part="stopped" value={formatNumber(counted.stopped)} word={t('river.stopped')} />
          )}
        </>
      )}
    </DeliveryRiver>
  )
}
