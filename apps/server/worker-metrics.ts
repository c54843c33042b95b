import { townMetrics } from '#modules/integrations'
import type { Clock } from '#platform/clock'
import type { Pool } from '#platform/db'
import type { Jobs } from '#platform/jobs'
import { Histogram, watchPools, type Registry } from '#platform/metrics'

/** What the worker tells of itself and of the town. `routed` is to be told of each incoming text, once it is routed. */
export function workerMetrics(
  registry: Registry,
  {
    engine,
    clock,
    jobs,
    onError,
  }: { engine: Pool; clock: Clock; jobs: Pick<Jobs, 'depth'>; onError: (error: unknown) => void },
): { routed: (waitedMs: number) => void } {
  watchPools(registry, { worker: engine })
  townMetrics(registry, { engine, clock, readJobs: () => jobs.depth(), onError })
  const incoming = new Histogram({
    name: 'kurenda_incoming_seconds',
    help: 'Time from a text’s arrival from the provider until it is routed',
    buckets: [0.1, 0.5, 2, 10, 60],
    registers: [registry],
  })
  return { routed: (waitedMs) => incoming.observe(waitedMs / 1000) }
}
