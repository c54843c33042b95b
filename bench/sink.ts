import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Ask, Answer, SinkStats } from './sink-process.ts'

/** A provider in a process of its own that takes everything and sends a receipt for each. Times are those of `monotonic.ts`. */
export interface Sink {
  pid: number
  port: number
  stats(): Promise<SinkStats>
  /** Forgets what came until now. */
  forget(): Promise<void>
  /** When texts came to the numbers from `first` on, `count` of them; undefined where none came after `since`. */
  timesOf(first: number, count: number, since: number): Promise<(number | undefined)[]>
  /** A resident writes; resolves when the gateway has acknowledged it. */
  write(from: string, to: string, text: string): Promise<void>
  /** Residents write: `perSecond` texts for `seconds`, from consecutive numbers. Returns how long each acknowledgement took, in ms. */
  writeMany(from: number, to: string, perSecond: number, seconds: number): Promise<number[]>
  close(): Promise<void>
}

/** Starts it. @throws where it ends at once */
export async function openSink(): Promise<Sink> {
  const child = fork(fileURLToPath(new URL('sink-process.ts', import.meta.url)), { serialization: 'advanced' })
  const answers = new Map<number, (value: unknown) => void>()
  child.on('message', ({ id, value }: Answer) => {
    answers.get(id)?.(value)
    answers.delete(id)
  })
  let asked = 0
  const ask = <Value>(question: Ask['question']) =>
    new Promise<Value>((resolve) => {
      answers.set(++asked, resolve as (value: unknown) => void)
      child.send({ id: asked, question } satisfies Ask)
    })
  const exited = once(child, 'exit')
  const port = await Promise.race([
    ask<number>({ is: 'port' }),
    exited.then(() => {
      throw new Error('the sink ended')
    }),
  ])
  return {
    pid: child.pid ?? 0,
    port,
    stats: () => ask({ is: 'stats' }),
    forget: () => ask({ is: 'forget' }),
    timesOf: (first, count, since) => ask({ is: 'timesOf', first, count, since }),
    write: (from, to, text) => ask({ is: 'write', from, to, text }),
    writeMany: (from, to, perSecond, seconds) => ask({ is: 'writeMany', from, to, perSecond, seconds }),
    async close() {
      child.disconnect()
      await exited
    },
  }
}
