import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** One stream of news for the whole page: what it names is read anew. */
export function useLiveUpdates(): void {
  const client = useQueryClient()
  useEffect(() => {
    const source = new EventSource('/console-api/events')
    const refresh = (key: string) => () => void client.invalidateQueries({ queryKey: [key] })
    source.addEventListener('broadcast', refresh('broadcasts'))
    source.addEventListener('conversation', refresh('conversations'))
    source.addEventListener('channel', refresh('channels'))
    // What happened while the stream was away is read when it is back.
    source.addEventListener('open', () => void client.invalidateQueries())
    return () => source.close()
  }, [client])
}
