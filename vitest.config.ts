import { existsSync, statfsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

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

/** What starts whole towns takes longest, however short its file: begun last, it would run alone at the end. */
class TownsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) =>
      /console|surveys-pages|supervise|journey|chaos|cli\//.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    include: ['{packages,platform,modules,channels,apps,e2e,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['./platform/postgres/testcluster.ts'],
    pool: 'forks',
    sequence: { sequencer: TownsFirst },
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
