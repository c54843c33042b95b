import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, type TestApi } from './test-api.ts'

const page = new URL('../../packages/sdk/README.md', import.meta.url)
const packages = fileURLToPath(new URL('../../node_modules', import.meta.url))
let api: TestApi
let folder: string

beforeAll(async () => {
  api = await openTestApi({ now: '2026-05-20T10:00:00Z' })
  folder = mkdtempSync(join(tmpdir(), 'kurenda-sdk-'))
  symlinkSync(packages, join(folder, 'node_modules'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await api.close()
})

test('the examples of the client’s page, one after another, do what they say', async () => {
  const blocks = readFileSync(page, 'utf8').matchAll(/```ts\n(.*?)```/gs)
  const program = join(folder, 'examples.ts')
  writeFileSync(program, [...blocks].map(([, code]) => code).join('\n'))
  const env = { ...process.env, KURENDA_URL: api.url, KURENDA_KEY: await api.addKey() }
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program], { env })
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
