import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPool, type Pool } from '#platform/db'
import { startTown, type Town } from '../e2e/town.ts'
import { openSink, type Sink } from './sink.ts'

/** A town of started roles, its provider, and one who looks on. */
export interface Scene {
  town: Town
  sink: Sink
  superuser: Pool
  /** For files; goes with the scene. */
  folder: string
  say: (line: string) => void
}

/** Runs on a town and a provider of its own; tells first how safely PostgreSQL writes, and how busy the machine is. */
export async function inScene<Result>(say: Scene['say'], run: (scene: Scene) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'kurenda-bench-'))
  const town = await startTown(join(folder, 'data'))
  const sink = await openSink()
  const superuser = openPool(town.superuserUrl(), { max: 1, name: 'bench-look' })
  try {
    const { rows } = await superuser.query<{ name: string; setting: string }>(
      "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit') ORDER BY name",
    )
    say(`${rows.map(({ name, setting }) => `${name} ${setting}`).join(', ')}, ${load()}`)
    return await run({ town, sink, superuser, folder, say })
  } finally {
    await superuser.end()
    await sink.close()
    await town.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** How many processes wanted a core in the last minute, on average. */
export function load(): string {
  return `load ${(loadavg()[0] ?? NaN).toFixed(1)}`
}
