import { setTimeout as pause } from 'node:timers/promises'
import { broadcast, preparation, type Broadcast } from '@kurenda/contract'
import { z } from 'zod'
import type { Town } from '../e2e/town.ts'
import type { Sink } from './sink.ts'

/** The first made-up number. */
export const firstNumber = 48_600_000_000
export const text = 'Dzień dobry, {{ imie }}! Jutro odbieramy odpady.'
/** Of every channel. */
export const sender = '+48600999000'
const lookEveryMs = 50
const givenUpMs = 600_000

/** A channel to the sink, ready to send. @param more its options on the command line */
export async function addChannel(
  town: Town,
  sink: Sink,
  name: string,
  window: number,
  more: string[] = [],
): Promise<void> {
  await town.kurenda(z.unknown(), [
    ...['channel', 'add', 'smpp', '--name', name, '--host', '127.0.0.1', '--port', String(sink.port)],
    ...['--system-id', 'bench', '--password', 'bench', '--sender', sender, '--window', String(window), ...more],
  ])
  await town.kurenda(z.unknown(), ['channel', 'test', name])
}

/** Asks the town's API, and checks the answer. @throws with what it said instead */
export async function ask<Shape>(
  town: Pick<Town, 'api'>,
  shape: z.ZodType<Shape>,
  path: string,
  more: RequestInit & { json?: unknown } = {},
): Promise<Shape> {
  const { url, key } = town.api()
  const { json, ...init } = more
  const answer = await fetch(url + path, {
    ...init,
    headers: {
      authorization: `Bearer ${key}`,
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(init.headers as Record<string, string> | undefined),
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  })
  const body: unknown = await answer.json()
  if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(body)}`)
  return shape.parse(body)
}

/** A broadcast to `count` people with a name and a number each, counted and waiting for its yes. Returns its id. */
export async function prepare(
  town: Pick<Town, 'api'>,
  about: { channel: string; count: number; from?: number; priority?: string },
): Promise<number> {
  const { channel, count, from = 0, priority = 'bulk' } = about
  const query = new URLSearchParams({ text, channel, priority, name: `Próba ${count}` })
  const { broadcast: id, recipients } = await ask(town, preparation, `/broadcasts/prepare?${query.toString()}`, {
    method: 'POST',
    body: ReadableStream.from(lines(from, count)).pipeThrough(new TextEncoderStream()),
    headers: { 'content-type': 'text/csv' },
    duplex: 'half',
  })
  if (recipients !== count) throw new Error(`${recipients} recipients instead of ${count}`)
  return id
}

function* lines(from: number, count: number): Generator<string> {
  yield 'imię;telefon\n'
  for (let i = from; i < from + count; i += 1000)
    yield Array.from(
      { length: Math.min(1000, from + count - i) },
      (_, k) => `Osoba ${i + k};${firstNumber + i + k}\n`,
    ).join('')
}

/** The yes. */
export async function confirm(town: Pick<Town, 'api'>, id: number): Promise<void> {
  const json = { quietHours: 'send' }
  await ask(town, broadcast, `/broadcasts/${id}/confirm`, {
    method: 'POST',
    json,
    headers: { 'idempotency-key': `bench-${id}` },
  })
}

/** Until it holds of the broadcast, ten minutes at the most. @throws when the time is over */
export async function until(
  town: Pick<Town, 'api'>,
  id: number,
  holds: (seen: Broadcast) => boolean,
): Promise<Broadcast> {
  const end = performance.now() + givenUpMs
  for (;;) {
    const seen = await ask(town, broadcast, `/broadcasts/${id}`)
    if (holds(seen)) return seen
    if (performance.now() > end) throw new Error(`broadcast ${id} stands: ${JSON.stringify(seen.totals)}`)
    await pause(lookEveryMs)
  }
}

/** From the yes until the receipt of the last is stored, in seconds. @throws where not all were delivered */
export async function sendAll(town: Pick<Town, 'api'>, id: number, count: number): Promise<number> {
  const began = performance.now()
  await confirm(town, id)
  const { totals } = await until(
    town,
    id,
    ({ totals: t, state }) => state !== 'draft' && t.queued + t.submitted === 0 && total(t) === count,
  )
  if (totals.delivered !== count) throw new Error(`not all were delivered: ${JSON.stringify(totals)}`)
  return (performance.now() - began) / 1000
}

function total(totals: Broadcast['totals']): number {
  return Object.values(totals).reduce((sum, n) => sum + n, 0)
}
