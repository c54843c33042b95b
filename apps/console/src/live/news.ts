/** What the stream's worker and its pages say to each other. */
export type News =
  | { is: 'open' }
  /** `refused`: the server closed the door (signed out, or restarting); it is opened anew by itself. */
  | { is: 'lost'; refused: boolean }
  | { is: 'event'; name: string; data: string }

const names = ['broadcast', 'conversation', 'mention', 'channel', 'survey', 'resync'] as const

/** A browser gives up a stream that was refused: then it is opened anew. */
const reopenMs = 3000

/** Opens the server's stream of news and keeps it open. Returns how to end it. */
export function openStream(tell: (news: News) => void): () => void {
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    source = new EventSource('/console-api/events')
    source.addEventListener('open', () => tell({ is: 'open' }))
    source.addEventListener('error', () => {
      const refused = source.readyState === EventSource.CLOSED
      tell({ is: 'lost', refused })
      if (refused) timer = setTimeout(open, reopenMs)
    })
    for (const name of names)
      source.addEventListener(name, (event: MessageEvent<string>) => tell({ is: 'event', name, data: event.data }))
  }
  open()
  return () => {
    clearTimeout(timer)
    source.close()
  }
}
