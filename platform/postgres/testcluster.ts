import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openEmbedded } from './open-embedded.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the test cluster's superuser, to its database `postgres`. */
    superuserUrl: string
  }
}

const prefix = 'kurenda-test-'

/** One throw-away cluster for the whole test run; vitest's `globalSetup`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep()
  const folder = mkdtempSync(join(tmpdir(), prefix))
  writeFileSync(join(folder, 'run-by'), String(process.pid))
  const cluster = await openEmbedded(folder, { durable: false })
  const url = new URL(cluster.superuserUrl)
  url.pathname = '/postgres'
  project.provide('superuserUrl', url.href)
  return async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A test run that was killed leaves its cluster running: the next run ends it. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue
    const folder = join(tmpdir(), name)
    if (isAlive(ownerOf(folder))) continue
    const left = await openEmbedded(folder, { durable: false })
    await left.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function ownerOf(folder: string): number {
  try {
    return Number(readFileSync(join(folder, 'run-by'), 'utf8'))
  } catch {
    return process.pid
  }
}

/** A process of another user is alive too, though it may not be signalled. */
function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`)
}
