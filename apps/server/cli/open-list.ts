import { createReadStream, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { Failure } from './failures.ts'
import { formatCount, Progress } from './print.ts'
import { say } from './words.ts'

/**
 * A file as the person means it who typed its name: relative to where they were, not to the project.
 * @throws Failure where it cannot be read
 */
export function openList(name: string, env: NodeJS.ProcessEnv): { stream: Readable; close(): void } {
  const path = resolve(env['INIT_CWD'] || process.cwd(), name)
  let size: number
  try {
    const stats = statSync(path)
    if (!stats.isFile()) throw new Error('not a file')
    size = stats.size
  } catch {
    throw new Failure(say(`Nie mogę odczytać pliku ${path}.`, `The file ${path} cannot be read.`))
  }
  const progress = new Progress()
  const file = createReadStream(path, { highWaterMark: 262_144 })
  async function* read(): AsyncGenerator<Buffer> {
    let sent = 0
    for await (const chunk of file as AsyncIterable<Buffer>) {
      sent += chunk.length
      progress.show(size === 0 ? 1 : sent / size, `${formatCount(Math.round(sent / 1024))} KiB`)
      yield chunk
    }
  }
  return {
    stream: Readable.from(read(), { objectMode: false }),
    close() {
      progress.end()
      file.destroy()
    },
  }
}
