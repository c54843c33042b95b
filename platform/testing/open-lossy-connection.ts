import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'

/** A way to PostgreSQL on which the answer to a commit can be lost, as when the server dies just after it. */
export interface LossyConnection {
  /** The database's address by this way. */
  url: string
  /**
   * The next transaction with these words in one of its statements (or in its name), to which PostgreSQL answered with this tag (`UPDATE 1`), commits,
   * and its client hears only that the connection is gone.
   */
  loseCommitOf(words: string, tag: string): void
  /** How many commits were lost. */
  readonly lost: number
  close(): Promise<void>
}

/** @param url of a database over TCP without TLS */
export async function openLossyConnection(url: string): Promise<LossyConnection> {
  const to = new URL(url)
  const sockets = new Set<Socket>()
  let wanted: { words: string; tag: string } | undefined
  let lost = 0
  const server = createServer((client) => {
    const upstream = connect({ host: to.hostname, port: Number(to.port) })
    let hasAsked = false
    let isMeant = false
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', end)
      socket.on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    client.on('data', (chunk) => {
      if (wanted && chunk.includes(wanted.words)) hasAsked = true
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      // Tags of CommandComplete (PostgreSQL's protocol 3.0).
      if (wanted && hasAsked && chunk.includes(`${wanted.tag}\0`)) isMeant = true
      if (!isMeant || !chunk.includes('COMMIT\0')) return void client.write(chunk)
      wanted = undefined
      lost++
      end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const here = new URL(url)
  here.hostname = '127.0.0.1'
  here.port = String((server.address() as AddressInfo).port)
  return {
    url: here.href,
    loseCommitOf(words, tag) {
      wanted = { words, tag }
    },
    get lost() {
      return lost
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
