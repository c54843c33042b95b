import { createServer } from 'node:net'

/** A free TCP port on 127.0.0.1: the wished one where it is free, else any. */
export async function freePort(wished = 0): Promise<number> {
  const free = await tryPort(wished)
  if (free !== undefined) return free
  const any = await tryPort(0)
  if (any === undefined) throw new Error('No free TCP port on 127.0.0.1.')
  return any
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const got = typeof address === 'object' && address !== null ? address.port : undefined
      server.close(() => resolve(got))
    })
  })
}
