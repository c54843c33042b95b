import { createLogger } from '#platform/log'

/**
 * One process, one role: `main.ts api | worker | gateway`. Says `{ ready: true }` to whoever started it, and drains at SIGTERM,
 * SIGINT or when that one is gone.
 */
const role = process.argv[2]
const logger = createLogger(role ?? 'kurenda', process.env['LOG_LEVEL'] || 'info')

type Stop = () => Promise<void>

async function start(): Promise<Stop> {
  switch (role) {
    case 'api': {
      const { startApi } = await import('./api.ts')
      return startApi(process.env, logger)
    }
    case 'worker': {
      const { startWorker } = await import('./worker.ts')
      const worker = await startWorker({
        ownerUrl: required('OWNER_URL'),
        engineUrl: required('ENGINE_URL'),
        onError: (error) => logger.error({ err: error }, 'the worker met an error'),
      })
      return () => worker.stop()
    }
    case 'gateway': {
      const { startGateway } = await import('./gateway.ts')
      const gateway = await startGateway({
        engineUrl: required('ENGINE_URL'),
        log: (event) => (event.event === 'error' ? logger.error(event) : logger.info(event)),
      })
      return () => gateway.stop()
    }
    default:
      throw new Error(`Which role? main.ts api | worker | gateway`)
  }
}

function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set.`)
  return value
}

try {
  const stop = await start()
  let stopping = false
  const drain = () => {
    if (stopping) return
    stopping = true
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'draining failed')
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, drain)
  if (process.send && !process.connected) drain()
  process.send?.({ ready: true })
} catch (error) {
  logger.fatal({ err: error }, 'cannot start')
  process.exit(1)
}
