import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{packages,platform,modules,channels,apps,e2e,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['./platform/postgres/testcluster.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
