import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readMetricsSettings, type MetricsSettings } from '#platform/metrics'

/** The folder of the project. */
export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url))

/** What `npm start` was asked for. */
export interface StartSettings {
  dataDir: string
  host: string
  port: number
  databaseUrl: string | undefined
  /** false after `--no-demo`. */
  demo: boolean
  /** Where the metrics of all roles are read; undefined: nowhere. */
  metrics: MetricsSettings | undefined
}

/**
 * From the command line and the environment (`PORT`, `HOST`, `KURENDA_DATA`, `DATABASE_URL`, `METRICS_…`).
 * @throws Error with a sentence for the person at the terminal
 */
export function parseSettings(args: string[], env: NodeJS.ProcessEnv): StartSettings {
  const unknown = args.find((arg) => arg !== '--no-demo')
  if (unknown !== undefined) throw new Error(`Unknown option ${unknown}. There is one: npm start -- --no-demo`)
  const port = Number(env['PORT'] || 8080)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`PORT=${env['PORT']} is not a port number.`)
  return {
    dataDir: env['KURENDA_DATA'] ? resolve(env['KURENDA_DATA']) : join(projectRoot, 'data'),
    host: env['HOST'] || '127.0.0.1',
    port,
    databaseUrl: env['DATABASE_URL'] || undefined,
    demo: !args.includes('--no-demo'),
    metrics: readMetricsSettings(env),
  }
}
