/// <reference lib="webworker" />
import { openStream, type News } from './news.ts'

/*
 * Runs in a SharedWorker: one stream of news a browser, however many tabs look at the console. (Over HTTP/1.1 a browser
 * opens six connections to a server, and each stream holds one.) It ends with the last tab.
 */
declare const self: SharedWorkerGlobalScope

const ports = new Set<MessagePort>()
let last: News | undefined
let stop: (() => void) | undefined

function tell(news: News): void {
  if (news.is !== 'event') last = news
  for (const port of ports) port.postMessage(news)
}

self.addEventListener('connect', (event) => {
  const [port] = event.ports
  if (!port) return
  ports.add(port)
  port.addEventListener('message', () => {
    // The tab says good-bye.
    ports.delete(port)
    if (ports.size > 0) return
    stop?.()
    stop = undefined
    last = undefined
  })
  port.start()
  if (last) port.postMessage(last)
  stop ??= openStream(tell)
})
