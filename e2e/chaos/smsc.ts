import { startAsked } from '../asked-process.ts'

export interface SmscSettings {
  seed: number
  /** The connection is dropped with the acceptance of these, counted from 1. */
  drops: number[]
  /** Numbers from here on are those of the emergency. */
  emergencyFrom: number
  /** After so long the other side no longer waits for an answer. */
  responseTimeoutMs: number
}

/** One submit that the provider took. */
export interface Accepted {
  number: string
  ref: string
  /** Of the machine's monotonic clock. */
  at: number
  session: number
  /** What its receipts say. */
  stat: 'DELIVRD' | 'UNDELIV' | 'EXPIRED'
}

/** What the provider itself says it did. */
export interface SmscRecord {
  accepted: readonly Accepted[]
  /** Numbers that it takes nothing for. */
  refused: ReadonlySet<string>
  submits: number
  throttled: number
  /** Connections it dropped. */
  drops: number
  /** Answers that it sent when nobody waited any more. */
  tooLate: number
}

export interface Progress {
  /** Different numbers of the broadcast that something was accepted for, and of the emergency. */
  bulk: number
  emergency: number
  /** Receipts that nobody has acknowledged, and answers that are yet to come. */
  waiting: number
  /** The newest session; they are counted from 1. */
  session: number
}

export type Question = 'port' | 'calm' | 'progress' | 'record'

export interface Smsc {
  port: number
  progress(): Promise<Progress>
  record(): Promise<SmscRecord>
  /** From now on it behaves, but for the numbers that it rejects. */
  calm(): Promise<void>
  close(): Promise<void>
}

/** Starts smsc-process.ts. @throws where it ends at once */
export async function startSmsc(settings: SmscSettings): Promise<Smsc> {
  const file = new URL('smsc-process.ts', import.meta.url)
  const { ask, close } = startAsked<Question>(file, [JSON.stringify(settings)])
  return {
    port: await ask<number>('port'),
    progress: () => ask('progress'),
    record: () => ask('record'),
    calm: () => ask('calm'),
    close,
  }
}
