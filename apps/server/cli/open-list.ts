import { createReadStream, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Failure } from './failures.ts'
import { formatCount, Progress } from './print.ts'
import { say } from './words.ts'

/**
 * A file as the person means it who typed its name: relative to where they were, not to the project.
 * @throws Failure where it cannot be read
 */
export function openList(name: string, env: NodeJS.ProcessEnv): { stream: ReadableStream<Uint8Array>; close(): void } {
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
  const chunks = (file as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  let sent = 0
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const read: IteratorResult<Buffer, unknown> = await chunks.next()
      if (read.done) return controller.close()
      const { value } = read
      sent += value.length
      progress.show(size === 0 ? 1 : sent / size, `${formatCount(Math.round(sent / 1024))} KiB`)
      controller.enqueue(value)
    },
  })
  return {
    stream,
    close() {
      progress.end()
      file.destroy()
    },
  }
}
