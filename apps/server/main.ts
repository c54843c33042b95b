import { createLogger, tell } from '#platform/log'
import { secret } from '#platform/postgres'
import { openSeal, type Seal } from '#platform/seal'
import { answerOverIpc, createRegistry, readMetricsSettings, serveMetrics } from '#platform/metrics'

/**
 * One process, one role: `main.ts api | worker | gateway`. Says `{ ready: true }` to whoever started it, and drains at SIGTERM,
 * SIGINT or when that one is gone.
 */
const role = process.argv[2]
const logger = createLogger(role ?? 'kurenda', process.env['LOG_LEVEL'] || 'info')
const registry = createRegistry(role ?? 'kurenda')

type Stop = () => Promise<void>

async function start(): Promise<Stop> {
  switch (role) {
    case 'api': {
      const { startApi } = await import('./api.ts')
      return startApi(process.env, logger, registry)
    }
    case 'worker': {
      const { startWorker } = await import('./worker.ts')
      const worker = await startWorker({
        ownerUrl: required('OWNER_URL'),
        engineUrl: required('ENGINE_URL'),
        seal: townSeal(),
        registry,
        onEvent: (event) => tell(logger, event),
        onError: (error) => tell(logger, { event: 'worker-error', err: error }),
      })
      return () => worker.stop()
    }
    case 'gateway': {
      const { startGateway } = await import('./gateway.ts')
      const gateway = await startGateway({
        engineUrl: required('ENGINE_URL'),
        seal: townSeal(),
        registry,
        log: (event) => tell(logger, event),
      })
      return () => gateway.stop()
    }
    default:
      throw new Error(`Which role? main.ts api | worker | gateway`)
  }
}

/** Under the supervisor it asks for the metrics; a role that was started by itself serves its own. */
async function offerMetrics(): Promise<Stop> {
  const settings = readMetricsSettings(process.env)
  if (process.send) answerOverIpc(registry)
  else if (settings) return serveMetrics(settings, () => registry.metrics())
  return async () => {}
}

/** Of the folder that all roles of a town share. */
function townSeal(): Seal {
  return openSeal(secret(process.env['KURENDA_DATA'] || './data', 'seal'))
}

function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set.`)
  return value
}

try {
  const stop = await start()
  const stopMetrics = await offerMetrics()
  let stopping = false
  const drain = () => {
    if (stopping) return
    stopping = true
    tell(logger, { event: 'role-stopping' })
    Promise.all([stop(), stopMetrics()]).then(
      () => process.exit(0),
      (error: unknown) => {
        tell(logger, { event: 'drain-failed', err: error })
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, drain)
  if (process.send && !process.connected) drain()
  process.send?.({ ready: true })
  tell(logger, { event: 'role-ready' })
} catch (error) {
  tell(logger, { event: 'cannot-start', err: error })
  process.exit(1)
}
