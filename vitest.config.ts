import { existsSync, statfsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/*
 * Each test has a database of its own, which is eight hundred files: a second on a disk, 30 ms in memory. So what is thrown
 * away afterwards lies in memory where there is room for all of it; elsewhere the tests are slower and the same.
 */
const memory = '/dev/shm'
const room = 4 * 1024 ** 3
if (existsSync(memory)) {
  const { bavail, bsize } = statfsSync(memory)
  if (bavail * bsize >= room) process.env['TMPDIR'] = memory
}

export default defineConfig({
  test: {
    include: ['{packages,platform,modules,channels,apps,e2e,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['./platform/postgres/testcluster.ts'],
    pool: 'forks',
    // Much of a test is waiting for other processes: three keep two processors busy.
    maxWorkers: 3,
    // The server's files are loaded once a worker, not once a test file: a quarter of the time.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What a page or another process will show in a moment, on a machine that does three things at once.
    expect: { poll: { timeout: 20_000 } },
  },
})
