import { randomUUID } from 'node:crypto'
import type { ChildProcess } from 'node:child_process'
import { z } from 'zod'
import type { Registry } from 'prom-client'

const question = z.object({ askMetrics: z.string() })
const answer = z.object({ metricsOf: z.string(), text: z.string().optional() })

/** Answers the supervisor that asks what this process measured. */
export function answerOverIpc(registry: Registry): void {
  process.on('message', (message: unknown) => {
    const asked = question.safeParse(message)
    if (!asked.success) return
    const reply = (text?: string) => process.send?.({ metricsOf: asked.data.askMetrics, text }, () => {})
    registry.metrics().then(reply, () => reply())
  })
}

/** Asks a process; undefined where it does not answer in time, or is just gone. */
export async function askOverIpc(child: ChildProcess, withinMs: number): Promise<string | undefined> {
  if (!child.connected) return undefined
  const id = randomUUID()
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const hear = (message: unknown) => {
    const heard = answer.safeParse(message)
    if (heard.success && heard.data.metricsOf === id) resolve(heard.data.text)
  }
  const giveUp = () => resolve(undefined)
  const limit = setTimeout(giveUp, withinMs)
  child.on('message', hear)
  child.once('exit', giveUp)
  child.send({ askMetrics: id }, (error) => error && giveUp())
  try {
    return await promise
  } finally {
    clearTimeout(limit)
    child.off('message', hear)
    child.off('exit', giveUp)
  }
}
