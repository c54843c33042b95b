import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'

const event = z.discriminatedUnion('event', [
  z.object({ event: z.literal('listening'), port: z.number() }),
  z.object({ event: z.literal('bound') }),
  z.object({ event: z.literal('reached') }),
  z.object({
    event: z.literal('stats'),
    submits: z.number(),
    accepted: z.number(),
    refused: z.number(),
    throttled: z.number(),
    dropped: z.number(),
    receiptsSent: z.number(),
    receiptsAcked: z.number(),
    waiting: z.number(),
  }),
])
type SmscEvent = z.output<typeof event>
export type SmscStats = Extract<SmscEvent, { event: 'stats' }>

const submit = z.object({
  id: z.string(),
  /** SMPP's command_status of the answer; 0 means that it reached the phone. */
  status: z.number(),
  to: z.string(),
  from: z.string(),
  esm: z.number(),
  coding: z.number(),
  /** Hexadecimal. */
  body: z.string(),
})
export type LoggedSubmit = z.output<typeof submit>

export interface Smsc {
  port: number
  /** Resolves when the count of `--tell-at` was reached. */
  reached: Promise<void>
  stats(): Promise<SmscStats>
  /** A phone writes; the text travels in UCS-2, in parts. */
  sendFromPhone(from: string, to: string, text: string): void
  /** What was submitted until now, in order. */
  submits(): LoggedSubmit[]
  stop(): Promise<void>
}

/** Starts smsc.pl, which needs Perl and its Net::SMPP. @throws where it does not start */
export async function startSmsc(logFile: string, options: string[]): Promise<Smsc> {
  const script = new URL('smsc.pl', import.meta.url).pathname
  const child = spawn('perl', [script, '--log', logFile, ...options], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  child.stdin.on('error', () => undefined)
  const waiting: { is: SmscEvent['event']; tell: (event: SmscEvent) => void }[] = []
  const next = (is: SmscEvent['event']) => new Promise<SmscEvent>((tell) => waiting.push({ is, tell }))
  createInterface({ input: child.stdout }).on('line', (line) => {
    const told = event.parse(JSON.parse(line))
    const at = waiting.findIndex(({ is }) => is === told.event)
    if (at >= 0) waiting.splice(at, 1)[0]?.tell(told)
  })
  const reached = next('reached').then(() => undefined)
  const listening = await Promise.race([next('listening'), ended])
  if (!('event' in listening) || listening.event !== 'listening')
    throw new Error('smsc.pl did not start. It needs: apt-get install perl libnet-smpp-perl')
  return {
    port: listening.port,
    reached,
    async stats() {
      const told = next('stats')
      child.stdin.write('stats\n')
      const stats = await Promise.race([told, ended])
      if (!('event' in stats) || stats.event !== 'stats') throw new Error('smsc.pl ended')
      return stats
    },
    sendFromPhone(from, to, text) {
      const hex = Buffer.from(text, 'utf16le').swap16().toString('hex')
      child.stdin.write(`mo ${from} ${to} ${hex}\n`)
    },
    submits() {
      const lines = readFileSync(logFile, 'latin1').split('\n')
      // The last one may be half written.
      return lines.slice(0, -1).map((line) => submit.parse(JSON.parse(line)))
    },
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}
