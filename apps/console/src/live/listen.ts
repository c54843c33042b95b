import { openStream, type News } from './news.ts'

/** Hears the news of an organization through the browser's one stream, or through an own one where workers are not shared. */
export function listen(organizationId: number, hear: (news: News) => void): () => void {
  if (typeof SharedWorker === 'undefined') return openStream(hear)
  // Named for the organization: who chooses another one must not hear of the first.
  const worker = new SharedWorker(new URL('./shared-stream.ts', import.meta.url), {
    type: 'module',
    name: `kurenda ${organizationId}`,
  })
  let own: (() => void) | undefined
  const fallBack = () => {
    own ??= openStream(hear)
  }
  worker.addEventListener('error', fallBack)
  worker.port.addEventListener('message', (event: MessageEvent<News>) => hear(event.data))
  worker.port.start()
  const leave = () => worker.port.postMessage('bye')
  addEventListener('pagehide', leave)
  return () => {
    removeEventListener('pagehide', leave)
    worker.removeEventListener('error', fallBack)
    leave()
    worker.port.close()
    own?.()
  }
}
