import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Below what Linux, macOS and Windows give to connections and to whoever listens on port 0: what was found free here is not given
 * away before its owner listens, and is free again at the next start.
 */
const [lowest, highest] = [10_240, 32_767]
const tries = 100

/** A free TCP port on 127.0.0.1: the wished one where it is free, else any. */
export async function freePort(wished = 0): Promise<number> {
  if (wished !== 0 && (await isFree(wished))) return wished
  for (let i = 0; i < tries; i++) {
    const port = randomInt(lowest, highest + 1)
    if (await isFree(port)) return port
  }
  throw new Error('No free TCP port on 127.0.0.1.')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
