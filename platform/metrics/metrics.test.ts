import { afterEach, expect, test } from 'vitest'
import { freePort } from '#platform/postgres'
import { Counter, joinTexts, readMetricsSettings, Registry, serveMetrics } from './index.ts'

let stop: (() => Promise<void>) | undefined
afterEach(async () => {
  await stop?.()
  stop = undefined
})

function counted(role: string, count: number): Registry {
  const registry = new Registry()
  registry.setDefaultLabels({ role })
  new Counter({ name: 'things_total', help: 'Things', registers: [registry] }).inc(count)
  return registry
}

test('what several processes measured is one text, each metric described once and in one piece', async () => {
  const texts = await Promise.all([counted('api', 2), counted('worker', 3)].map((registry) => registry.metrics()))
  expect(joinTexts(['# HELP own Own\n# TYPE own gauge\nown 1\n', ...texts])).toBe(
    [
      '# HELP own Own',
      '# TYPE own gauge',
      'own 1',
      '',
      '# HELP things_total Things',
      '# TYPE things_total counter',
      'things_total{role="api"} 2',
      'things_total{role="worker"} 3',
      '',
    ].join('\n'),
  )
})

test('nobody without the token reads the metrics', async () => {
  const port = await freePort()
  const token = 'a-long-enough-token'
  stop = await serveMetrics({ host: '127.0.0.1', port, token }, () => counted('api', 1).metrics())
  const ask = (authorization?: string, path = '/metrics') =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { ...(authorization && { authorization }) } })
  expect((await ask()).status).toBe(401)
  expect((await ask('Bearer another-long-token')).status).toBe(401)
  expect((await ask(`Bearer ${token}`, '/')).status).toBe(404)
  const answer = await ask(`Bearer ${token}`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, Registry.PROMETHEUS_CONTENT_TYPE])
  expect(await answer.text()).toContain('things_total{role="api"} 1')
})

test('metrics are off unless a port is named, and need a token where others can reach them', () => {
  expect(readMetricsSettings({})).toBeUndefined()
  expect(readMetricsSettings({ METRICS_PORT: '9464' })).toEqual({ host: '127.0.0.1', port: 9464, token: undefined })
  expect(() => readMetricsSettings({ METRICS_PORT: 'x' })).toThrow('METRICS_PORT=x')
  expect(() => readMetricsSettings({ METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' })).toThrow('METRICS_TOKEN')
  expect(() => readMetricsSettings({ METRICS_PORT: '9464', METRICS_TOKEN: 'short' })).toThrow('16')
})
