import { Page } from '@kurenda/ui'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Trans, useTranslation } from 'react-i18next'
import { broadcastsQuery, budgetsQuery, runningQuery } from '../broadcasts/queries.ts'
import { channelsQuery } from '../compose/queries.ts'
import type { Ask } from '../first-page.ts'
import { formatLongDay } from '../format.ts'
import { useMay } from '../me.ts'
import { useNow } from '../now.ts'
import { wallTime } from '../office-time.ts'
import { useTitle } from '../title.ts'
import { Approvals } from './approvals.tsx'
import { Channels } from './channels.tsx'
import { FirstSteps } from './first-steps.tsx'
import css from './home.module.css'
import { Planned } from './planned.tsx'
import { hoursQuery, ofStateQuery, seriesQuery, todayQuery, waitingQuery } from './queries.ts'
import { RunningNow } from './running-now.tsx'
import { TodayFigures } from './today-figures.tsx'
import { Waiting } from './waiting.tsx'
import { Week } from './week.tsx'

export const ask: Ask = (client) => [
  client.prefetchQuery(todayQuery),
  client.prefetchQuery(waitingQuery),
  client.prefetchQuery(hoursQuery),
  client.prefetchQuery(seriesQuery),
  client.prefetchQuery(ofStateQuery('review')),
  client.prefetchQuery(ofStateQuery('approved')),
  client.prefetchQuery(ofStateQuery('scheduled')),
  client.prefetchQuery(runningQuery),
  client.prefetchQuery(channelsQuery),
  client.prefetchQuery(budgetsQuery),
  client.prefetchInfiniteQuery(broadcastsQuery({})),
]

/** The day: what waits for a person, what runs, what goes by itself. */
export function Home() {
  const { t } = useTranslation()
  const may = useMay()
  const now = useNow(30_000)
  useTitle(t('home.title'))
  const people = useQuery(todayQuery).data?.waiting
  const approvals = useQuery({ ...ofStateQuery('review'), enabled: may('broadcasts:approve') }).data?.length ?? 0
  const hour = Number(wallTime(now).slice(11, 13))
  const evening = hour >= 18 || hour < 4
  return (
    <Page>
      <header>
        <p className={`muted ${css['day']}`}>{formatLongDay(new Date(now))}</p>
        <h1 className="sentence">
          {t(evening ? 'home.evening' : 'home.morning')}{' '}
          {people !== undefined && people > 0 && (
            <Trans i18nKey="home.peopleWait" count={people} components={{ 1: <Link to="/inbox" className="late" /> }} />
          )}{' '}
          {approvals > 0 && (
            <Trans
              i18nKey="home.approvalsWait"
              count={approvals}
              components={{ 1: <Link to="/broadcasts" search={{ state: 'review' }} /> }}
            />
          )}
          {people === 0 && approvals === 0 && t('home.calm')}
        </h1>
      </header>
      <div className={css['home']}>
        <div>
          <FirstSteps />
          <Waiting />
          <Approvals />
          <Planned />
          <TodayFigures />
        </div>
        <aside>
          <RunningNow />
          <Channels />
          <Week />
        </aside>
      </div>
    </Page>
  )
}
