import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, type TestApi } from './test-api.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)
let api: TestApi
/** Of somebody who installed the package and copied the examples of its page. */
let folder: string

beforeAll(async () => {
  api = await openTestApi({ now: '2026-05-20T10:00:00Z' })
  folder = mkdtempSync(join(tmpdir(), 'kurenda-sdk-'))
  const { stdout } = await run(process.execPath, [join(root, 'scripts', 'pack-sdk.mjs'), folder])
  const installed = join(folder, 'node_modules', '@kurenda', 'sdk')
  mkdirSync(installed, { recursive: true })
  await run('tar', ['-xzf', stdout.trim(), '-C', installed, '--strip-components', '1'])
  for (const other of ['zod', '@types'])
    symlinkSync(join(root, 'node_modules', other), join(folder, 'node_modules', other))
  const page = readFileSync(join(installed, 'README.md'), 'utf8')
  const examples = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code).join('\n')
  for (const name of ['examples.mts', 'examples.mjs']) writeFileSync(join(folder, name), examples)
}, 120_000)
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await api.close()
})

test('the package is plain JavaScript, and the examples of its page do what they say', async () => {
  const env = { ...process.env, KURENDA_URL: api.url, KURENDA_KEY: await api.addKey() }
  const { stdout, stderr } = await run(process.execPath, ['--no-strip-types', join(folder, 'examples.mjs')], { env })
  expect({ stderr, lines: stdout.trimEnd().split('\n') }).toEqual({
    stderr: '',
    lines: [
      'queued',
      '2 · 0.16 PLN',
      '1 null',
      'Jan',
      'Anna',
      'broadcast-already-confirmed',
      'Ta rozsyłka jest już zatwierdzona.',
    ],
  })
})

test('the package brings its types: the examples fit them, and a call that the API does not know does not', async () => {
  const wrong = "await client.contacts.create({ phone: '600000101' })"
  writeFileSync(join(folder, 'wrong.mts'), `${readFileSync(join(folder, 'examples.mts'), 'utf8')}\n${wrong}\n`)
  const check = (name: string) => {
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--types', 'node']
    return run(process.execPath, [join(root, 'node_modules/typescript-native/bin/tsc'), ...options, name], {
      cwd: folder,
    })
  }
  expect((await check('examples.mts')).stdout).toBe('')
  await expect(check('wrong.mts')).rejects.toMatchObject({
    stdout: expect.stringContaining("'phone' does not exist in type") as string,
  })
}, 120_000)
