import { collectDefaultMetrics, Registry } from 'prom-client'

/**
 * The metrics of one process: what every process has (event loop lag, memory, garbage collection, file handles), each with the
 * label `role`, and what its role adds.
 */
export function createRegistry(role: string): Registry {
  const registry = new Registry()
  registry.setDefaultLabels({ role })
  collectDefaultMetrics({ register: registry })
  return registry
}
