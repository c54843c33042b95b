import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLocalKey } from '#modules/accounts'
import { openTestApi, type TestApi } from '../test-api.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

interface Ran {
  code: number
  out: string
  err: string
}
/** Runs the command line as a script does, without a terminal; in English unless `LANG` says otherwise. */
export type Run = (args: string[], env?: NodeJS.ProcessEnv, input?: string) => Promise<Ran>

/** A town, and the command line in a folder of its own, for tests. */
export interface Terminal {
  api: TestApi
  /** Where the person is, and where the town keeps its data. */
  folder: string
  run: Run
  close(): Promise<void>
}

export async function openTerminal(options: { now: string }): Promise<Terminal> {
  const folder = mkdtempSync(join(tmpdir(), 'kurenda-cli-'))
  const api = await openTestApi(options)
  await createLocalKey(api.db.owner, api.db.organizationId, folder)
  writeFileSync(join(folder, 'kurenda.json'), JSON.stringify({ url: api.url }))
  const usual = {
    PATH: process.env['PATH'],
    KURENDA_DATA: folder,
    INIT_CWD: folder,
    LANG: 'C',
    // As `npm run kurenda` does.
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(folder, 'compiled'),
  }
  return {
    api,
    folder,
    run: (args, env = {}, input = '') =>
      new Promise((resolve) => {
        const child = execFile(process.execPath, [main, ...args], { env: { ...usual, ...env } }, (_error, out, err) =>
          resolve({ code: child.exitCode ?? -1, out, err }),
        )
        child.stdin?.end(input)
      }),
    async close() {
      await api.close()
      rmSync(folder, { recursive: true })
    },
  }
}
