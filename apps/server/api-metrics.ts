import type { NewsStream } from '#modules/integrations'
import type { Pool } from '#platform/db'
import { Gauge, watchPools, type Registry } from '#platform/metrics'

/** What the api tells of itself, its requests apart. */
export function apiMetrics(
  registry: Registry,
  { api, engine, news }: { api: Pool; engine: Pool; news: Pick<NewsStream, 'listening'> },
): void {
  watchPools(registry, { api, intake: engine })
  new Gauge({
    name: 'kurenda_news_streams',
    help: 'Browsers that listen to the stream of news (SSE)',
    registers: [registry],
    collect() {
      this.set(news.listening)
    },
  })
}
