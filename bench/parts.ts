import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { connect, listen } from '@kurenda/smpp'
import { copyInto, openPool, transaction } from '#platform/db'

/** What each single part of the way can do when nothing else runs, per second. */
export interface Parts {
  copy: number
  update: number
  codec: number
}

const rows = 200_000
const batch = 5_000

/** Measures beside a town that rests, on its own PostgreSQL, in tables shaped as messages and their bodies are. */
export async function measureParts(superuserUrl: string): Promise<Parts> {
  const pool = openPool(superuserUrl, { max: 1, name: 'bench-parts' })
  try {
    await pool.query('DROP SCHEMA IF EXISTS bench CASCADE; CREATE SCHEMA bench')
    for (const table of ['message', 'message_body'])
      await pool.query(`CREATE TABLE bench.${table} (LIKE ${table} INCLUDING ALL)`)
    await pool.query('ALTER TABLE bench.message SET (fillfactor = 45)')
    const copy = rows / (await seconds(() => copyAll(pool)))
    const update = rows / (await seconds(() => updateAll(pool)))
    await pool.query('DROP SCHEMA bench CASCADE')
    return { copy, update, codec: await measureCodec() }
  } finally {
    await pool.end()
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

type Pool = ReturnType<typeof openPool>

/** Messages and bodies, a thousand to a transaction. */
async function copyAll(pool: Pool): Promise<void> {
  const head = ['organization_id', 'sent_on', 'id']
  for (let from = 0; from < rows; from += 1000) {
    const ids = Array.from({ length: 1000 }, (_, i) => from + i)
    await transaction(pool, async (client) => {
      await copyInto(
        client,
        'bench.message',
        [...head, 'broadcast_id', 'address_id', 'channel_id', 'state', 'parts'],
        ids.map((id) => [1, '2026-01-01', id, 1, id, 1, 0, 1]),
      )
      await copyInto(
        client,
        'bench.message_body',
        [...head, 'to_value', 'from_value', 'text', 'validity_seconds'],
        ids.map((id) => [1, '2026-01-01', id, `+48600${id}`, '+48600100200', `Dzień dobry, Osoba ${id}`, 86_400]),
      )
    })
  }
}

async function updateAll(pool: Pool): Promise<void> {
  for (let from = 0; from < rows; from += batch) {
    const ids = Array.from({ length: batch }, (_, i) => from + i)
    await pool.query({
      name: 'bench-update',
      text: `UPDATE bench.message m SET state = 2, submitted_at = u.at, settled_at = u.at
             FROM unnest($1::bigint[], $2::timestamptz[]) AS u (id, at)
             WHERE m.organization_id = 1 AND m.sent_on = '2026-01-01' AND m.id = u.id AND m.state = 0`,
      values: [ids, ids.map(() => new Date())],
    })
  }
}

const codecWindow = 1000

/** submit_sm and its answer over loopback, sessions of ours on both sides, a process each. */
async function measureCodec(): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), ['serve'])
  const [port] = (await once(child, 'message')) as [number]
  const session = await connect({
    host: '127.0.0.1',
    port,
    systemId: 'bench',
    password: 'bench',
    onRequest: async () => ({ status: 0 }),
  })
  let left = rows
  const began = performance.now()
  const send = async () => {
    while (left-- > 0)
      await session.request({
        command: 'submit_sm',
        source_addr: '48600100200',
        destination_addr: String(48_600_000_000 + left),
        registered_delivery: 1,
        data_coding: 8,
        short_message: Buffer.from('Dzień dobry, jutro odbieramy odpady.', 'utf16le'),
      })
  }
  await Promise.all(Array.from({ length: codecWindow }, send))
  const perSecond = rows / ((performance.now() - began) / 1000)
  await session.close(1000)
  child.kill()
  return perSecond
}

if (process.argv[2] === 'serve') {
  let id = 0
  const { port } = await listen({
    port: 0,
    authenticate: async () => 0,
    onRequest: async () => ({ status: 0, message_id: String(++id) }),
  })
  process.send?.(port)
}
