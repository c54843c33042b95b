import type { Broadcast, BroadcastEvent, BroadcastPage } from '@kurenda/contract'
import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { listen } from './listen.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** Whoever comes back from another page of history is told what was missed. */
const wholeCache = ''

/** What changed between a page's first answers and its stream is read when the page stands, not while it is being drawn. */
const catchUpMs = 4000

/** News of the organization for the whole page, written into what is shown. Returns whether it flows. */
export function useLiveUpdates(organizationId: number): boolean {
  const client = useQueryClient()
  const [connected, setConnected] = useState(true)
  useEffect(() => {
    const refresh = oneAtATime((key) => client.invalidateQueries(key ? { queryKey: [key] } : {}))
    let wasAway = false
    let catchUp: ReturnType<typeof setTimeout> | undefined
    const start = () =>
      listen(organizationId, (news) => {
        if (news.is === 'lost') {
          wasAway = true
          setConnected(false)
          if (news.refused) void client.invalidateQueries({ queryKey: ['me'] })
        } else if (news.is === 'open') {
          setConnected(true)
          // What happened while the stream was away is read when it is back.
          if (wasAway) refresh(wholeCache)
          else catchUp ??= setTimeout(() => refresh(wholeCache), catchUpMs)
        } else hear(client, refresh, news.name, news.data)
      })
    let stop = start()
    // A page that was put aside by the browser has said good-bye.
    const again = (event: PageTransitionEvent) => {
      if (!event.persisted) return
      wasAway = true
      stop()
      stop = start()
    }
    addEventListener('pageshow', again)
    return () => {
      clearTimeout(catchUp)
      removeEventListener('pageshow', again)
      stop()
    }
  }, [client, organizationId])
  return connected
}

function hear(client: QueryClient, refresh: (key: string) => void, name: string, data: string): void {
  if (name === 'resync') refresh(wholeCache)
  else if (name === 'conversation' || name === 'mention') refresh('conversations')
  else if (name === 'channel') refresh('channels')
  else if (name === 'survey') refresh('surveys')
  else if (name === 'broadcast') {
    const news = JSON.parse(data) as BroadcastEvent
    if (!applyProgress(client, news)) refresh('broadcasts')
    refresh('desk')
  }
}

/** Writes new numbers into what is shown. False where that is not all that changed: then it must be read. */
function applyProgress(client: QueryClient, news: BroadcastEvent): boolean {
  let found = false
  let stateChanged = false
  const update = <Shown extends Pick<Broadcast, 'id' | 'state' | 'totals'>>(shown: Shown): Shown => {
    if (shown.id !== news.id) return shown
    found = true
    stateChanged ||= shown.state !== news.state
    return { ...shown, ...news }
  }
  client.setQueryData<Broadcast>(['broadcasts', 'one', String(news.id)], (shown) => shown && update(shown))
  client.setQueriesData<InfiniteData<BroadcastPage>>(
    { queryKey: ['broadcasts', 'list'] },
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page) => ({ ...page, items: page.items.map((each) => update(each)) })),
      },
  )
  return found && !stateChanged
}
