import { writeFileSync } from 'node:fs'
import fastify from 'fastify'
import { findingKinds } from '#modules/integrations'
import { gatewayMetrics } from '#modules/messaging'
import { systemClock as clock } from '#platform/clock'
import { openPool } from '#platform/db'
import { events } from '#platform/log'
import { countRequests, Registry } from '#platform/metrics'
import { apiMetrics } from './api-metrics.ts'
import { roleMetrics } from './supervise/gather-metrics.ts'
import { workerMetrics } from './worker-metrics.ts'

/** Where the page of events, metrics and findings lies. */
export const observabilityPage = new URL('../../docs/events-and-metrics.md', import.meta.url)

/** The metrics of every role as they are registered, without those that every Node process has. Nothing is connected to. */
function registerAll(): Record<string, Registry> {
  const nowhere = openPool('postgres://nobody@127.0.0.1:1/none', { name: 'docs' })
  const roles = { api: new Registry(), worker: new Registry(), gateway: new Registry() }
  countRequests(fastify(), roles.api)
  apiMetrics(roles.api, { api: nowhere, engine: nowhere, news: { listening: 0 } })
  const jobs = { depth: () => Promise.resolve({ count: 0, since: null }) }
  workerMetrics(roles.worker, { engine: nowhere, clock, jobs, onError: () => {} })
  gatewayMetrics(roles.gateway, { pool: nowhere, tallies: new Map(), channels: () => [] })
  return { ...roles, supervisor: roleMetrics([]) }
}

interface Described {
  help: string
  roles: string[]
}

/** The page, from what the code registers and writes. */
export function describeObservability(): string {
  const metrics = new Map<string, Described>()
  for (const [role, registry] of Object.entries(registerAll()))
    for (const { name, help } of registry.getMetricsAsArray())
      metrics.set(name, { help, roles: [...(metrics.get(name)?.roles ?? []), role] })
  const metricRows = [...metrics].sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    '# Events, metrics and findings',
    '',
    'What they are for, and how to reach them, is in [observability](observability.md). Written by',
    '`node apps/server/write-observability-docs.ts`.',
    '',
    '## Metrics',
    '',
    'Besides these every role has `process_*` (memory, CPU, file handles) and `nodejs_*` (event loop lag, heap, garbage collection).',
    '',
    '| metric | of | |',
    '| --- | --- | --- |',
    ...metricRows.map(([name, { help, roles }]) => `| \`${name}\` | ${roles.join(', ')} | ${help} |`),
    '',
    '## Events',
    '',
    '| event | of | level | | fields |',
    '| --- | --- | --- | --- | --- |',
    ...Object.entries(events).map(([name, { by, level, about, fields }]) => {
      const said = Object.entries(fields).map(([field, meaning]) => `\`${field}\`: ${meaning}`)
      return `| \`${name}\` | ${by} | ${level} | ${about} | ${said.join('; ')} |`
    }),
    '',
    '## Findings',
    '',
    'Codes of `findings` in `GET /api/v1/status`. `stuck`: somebody must do something; `waits`: it goes on by itself, or a person wanted',
    'it so.',
    '',
    '| code | | |',
    '| --- | --- | --- |',
    ...Object.entries(findingKinds).map(([code, { severity, about }]) => `| \`${code}\` | ${severity} | ${about} |`),
    '',
  ].join('\n')
}

if (import.meta.main) writeFileSync(observabilityPage, describeObservability())
