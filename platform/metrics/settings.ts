/** Where metrics are read. */
export interface MetricsSettings {
  host: string
  port: number
  /** Without it anyone on this machine may read them. */
  token: string | undefined
}

const loopback = ['127.0.0.1', '::1', 'localhost']

/**
 * From METRICS_PORT, METRICS_HOST (127.0.0.1) and METRICS_TOKEN; undefined without METRICS_PORT: then nothing listens.
 * @throws Error with a sentence for the person at the terminal
 */
export function readMetricsSettings(env: NodeJS.ProcessEnv): MetricsSettings | undefined {
  const given = env['METRICS_PORT']
  if (!given) return undefined
  const port = Number(given)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`METRICS_PORT=${given} is not a port number.`)
  const host = env['METRICS_HOST'] || '127.0.0.1'
  const token = env['METRICS_TOKEN'] || undefined
  if (token === undefined && !loopback.includes(host))
    throw new Error(`METRICS_HOST=${host} can be reached by others: set METRICS_TOKEN too, at least 16 characters.`)
  if (token !== undefined && token.length < 16) throw new Error('METRICS_TOKEN needs at least 16 characters.')
  return { host, port, token }
}
