import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { chooseHome, type Home } from './choose-home.ts'
import { createCluster } from './create-cluster.ts'
import { findBinaries } from './find-binaries.ts'
import { freePort } from './free-port.ts'
import type { Postgres } from './postgres.ts'
import { launch, type Postmaster, takeOver } from './postmaster.ts'
import { secret } from './secret.ts'

export interface EmbeddedPostgres extends Postgres {
  /** Process id of the server; changes at a restart. */
  pid(): number
  /** Stops and starts it on the same port; `immediate` is what a power failure does. */
  restart(how: { mode: 'fast' | 'immediate' }): Promise<void>
}

export interface EmbeddedOptions {
  /** Told what an administrator should know; default: nobody. */
  say?: (line: string) => void
  /** false: for throw-away clusters, nothing is flushed to disk. Default true. */
  durable?: boolean
}

/**
 * Starts (or takes over) the PostgreSQL that lives in `<dataDir>/postgres`, on 127.0.0.1 and a port that stays the same
 * from start to start, with the database `kurenda`. A server that dies is started again until `stop()`.
 */
export async function openEmbedded(dataDir: string, options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const { say = () => undefined, durable = true } = options
  const folder = resolve(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const home = chooseHome(folder, findBinaries())
  if (home.notice !== undefined) say(home.notice)
  const password = secret(folder, 'postgres-superuser')
  createCluster(home, password, durable)
  const more = durable ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']

  let current = (await takeOver(home)) ?? (await start(home, more))
  let wanted = true
  let busy: Promise<void> | undefined
  keepAlive(current)

  const server = `postgresql://postgres:${password}@127.0.0.1:${current.port}`
  await createDatabase(`${server}/postgres`)

  function keepAlive(postmaster: Postmaster): void {
    void postmaster.gone.then(async () => {
      if (!wanted || busy !== undefined || postmaster !== current) return
      say('PostgreSQL stopped unexpectedly; starting it again.')
      for (let wait = 200; wanted; wait = Math.min(wait * 2, 5000)) {
        try {
          await takeOver(home)
          current = await launch(home, postmaster.port, more)
          return keepAlive(current)
        } catch (error) {
          say(error instanceof Error ? error.message : String(error))
          await pause(wait)
        }
      }
    })
  }

  async function replace(mode: 'fast' | 'immediate'): Promise<void> {
    const { port } = current
    await current.end(mode)
    await takeOver(home)
    current = await launch(home, port, more)
    busy = undefined
    keepAlive(current)
  }

  return {
    superuserUrl: `${server}/kurenda`,
    port: current.port,
    pid: () => current.pid,
    restart: ({ mode }) => (busy = replace(mode)),
    async stop() {
      wanted = false
      await busy
      await current.end('fast')
    },
  }
}

/** On the port of the last start where it is free; a port taken between asking and starting gets a second try. */
async function start(home: Home, more: string[]): Promise<Postmaster> {
  const file = join(home.folder, 'port')
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? rememberedPort(file) : 0)
    writeFileSync(file, `${port}\n`)
    try {
      return await launch(home, port, more)
    } catch (error) {
      if (attempt === 2) throw error
    }
  }
}

function rememberedPort(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return 0
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'kurenda'`)
    if (rowCount === 0) await client.query('create database kurenda')
  } finally {
    await client.end()
  }
}
