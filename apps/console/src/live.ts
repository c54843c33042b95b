import type { Broadcast, BroadcastEvent, BroadcastPage } from '@kurenda/contract'
import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { oneAtATime } from './one-at-a-time.ts'

/** A browser gives up a stream that was refused (signed out, server restarting): then it is opened anew. */
const reopenMs = 3000

/** One stream of news for the whole page. Returns whether it flows. */
export function useLiveUpdates(): boolean {
  const client = useQueryClient()
  const [connected, setConnected] = useState(true)
  useEffect(() => {
    let source: EventSource
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = oneAtATime((key) => client.invalidateQueries(key ? { queryKey: [key] } : {}))
    const open = () => {
      source = new EventSource('/console-api/events')
      // What happened while the stream was away is read when it is back.
      source.addEventListener('open', () => {
        setConnected(true)
        refresh('')
      })
      source.addEventListener('error', () => {
        setConnected(false)
        if (source.readyState !== EventSource.CLOSED) return
        void client.invalidateQueries({ queryKey: ['me'] })
        timer = setTimeout(open, reopenMs)
      })
      source.addEventListener('broadcast', (event: MessageEvent<string>) => {
        if (!applyProgress(client, JSON.parse(event.data) as BroadcastEvent)) refresh('broadcasts')
      })
      source.addEventListener('conversation', () => refresh('conversations'))
      source.addEventListener('channel', () => refresh('channels'))
      source.addEventListener('resync', () => refresh(''))
    }
    open()
    return () => {
      clearTimeout(timer)
      source.close()
    }
  }, [client])
  return connected
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
  client.setQueryData<InfiniteData<BroadcastPage>>(
    ['broadcasts', 'list'],
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page) => ({ ...page, items: page.items.map((each) => update(each)) })),
      },
  )
  return found && !stateChanged
}
