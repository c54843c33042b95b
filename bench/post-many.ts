import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** What an answer says of its own length. */
const length = /\r\ncontent-length: (\d+)/i

/**
 * Posts JSON, one after the other on each of so many connections, and no more than that: `fetch` takes as much of the processor for a post
 * as the api does, and the two share it here.
 * @param next the next body; undefined where there is none
 * @throws Error with what was answered instead of 202
 */
export async function postMany(
  { url: base, key }: { url: string; key: string },
  path: string,
  connections: number,
  next: () => unknown,
): Promise<void> {
  const url = new URL(base + path)
  const head = `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\n`
  const one = async () => {
    const socket = connect(Number(url.port), url.hostname).setNoDelay().setEncoding('utf8')
    try {
      for (let body = next(); body !== undefined; body = next()) {
        const json = JSON.stringify(body)
        socket.write(`${head}content-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`)
        const answer = await read(socket)
        if (!answer.startsWith('HTTP/1.1 202 ')) throw new Error(answer)
      }
    } finally {
      socket.destroy()
    }
  }
  await Promise.all(Array.from({ length: connections }, one))
}

async function read(socket: Socket): Promise<string> {
  for (let answer = ''; ;) {
    const [more] = (await once(socket, 'data')) as [string]
    answer += more
    const end = answer.indexOf('\r\n\r\n') + 4
    if (end >= 4 && Buffer.byteLength(answer) - end >= Number(length.exec(answer)?.[1] ?? 0)) return answer
  }
}
