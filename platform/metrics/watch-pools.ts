import { Gauge, type Registry } from 'prom-client'
import type { Pool } from '#platform/db'

/** How the connections of a process are used, read when somebody asks. Once a registry. */
export function watchPools(registry: Registry, pools: Readonly<Record<string, Pool>>): void {
  new Gauge({
    name: 'kurenda_pool_connections',
    help: 'Connections to the database by state; waiting: who waits for a connection',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, { idleCount, totalCount, waitingCount }] of Object.entries(pools)) {
        this.set({ pool, state: 'busy' }, totalCount - idleCount)
        this.set({ pool, state: 'idle' }, idleCount)
        this.set({ pool, state: 'waiting' }, waitingCount)
      }
    },
  })
}
