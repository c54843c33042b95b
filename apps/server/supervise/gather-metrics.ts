import { Counter, Gauge, joinTexts, Registry } from '#platform/metrics'
import type { Role } from './role.ts'

/** The metrics of all roles in one text, and whether each of them answered. */
export async function gatherMetrics(roles: readonly Pick<Role, 'name' | 'metrics' | 'starts'>[]): Promise<string> {
  const texts = await Promise.all(roles.map((role) => role.metrics()))
  const registry = roleMetrics(roles.map((role, i) => ({ ...role, isUp: texts[i] !== undefined })))
  return joinTexts([await registry.metrics(), ...texts.filter((text) => text !== undefined)])
}

/** What the supervisor itself knows. */
export function roleMetrics(roles: readonly (Pick<Role, 'name' | 'starts'> & { isUp: boolean })[]): Registry {
  const registry = new Registry()
  const registers = [registry]
  const up = new Gauge({
    name: 'kurenda_role_up',
    help: '1 where the role answered when it was asked for its metrics',
    labelNames: ['role'],
    registers,
  })
  const starts = new Counter({
    name: 'kurenda_role_starts_total',
    help: 'How often the supervisor started the role; more than once: it crashed',
    labelNames: ['role'],
    registers,
  })
  for (const { name: role, isUp, starts: count } of roles) {
    up.set({ role }, isUp ? 1 : 0)
    starts.inc({ role }, count())
  }
  return registry
}
