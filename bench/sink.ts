import { startAsked } from '../e2e/asked-process.ts'
import type { Question, SinkStats } from './sink-process.ts'

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
  /**
   * Residents write: `perSecond` texts for `seconds`, from consecutive numbers, all the same text or each another. Returns how
   * long each acknowledgement took, in ms.
   */
  writeMany(from: number, to: string, perSecond: number, seconds: number, text?: string): Promise<number[]>
  close(): Promise<void>
}

/** Starts it. @throws where it ends at once */
export async function openSink(): Promise<Sink> {
  const { pid, ask, close } = startAsked<Question>(new URL('sink-process.ts', import.meta.url))
  return {
    pid,
    port: await ask<number>({ is: 'port' }),
    stats: () => ask({ is: 'stats' }),
    forget: () => ask({ is: 'forget' }),
    timesOf: (first, count, since) => ask({ is: 'timesOf', first, count, since }),
    write: (from, to, text) => ask({ is: 'write', from, to, text }),
    writeMany: (from, to, perSecond, seconds, text) =>
      ask({ is: 'writeMany', from, to, perSecond, seconds, ...(text !== undefined && { text }) }),
    close,
  }
}
