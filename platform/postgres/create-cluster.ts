import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from './choose-home.ts'

/** What a cluster starts life with. An administrator may change it in `postgresql.conf`. */
const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  wal_compression: 'on',
  random_page_cost: '1.1',
  effective_io_concurrency: '64',
  fsync: 'on',
  synchronous_commit: 'on',
  autovacuum: 'on',
  // A table that was never analysed is planned as if 200 organizations shared it. Of 2,000 texts a second into a new town the last was
  // routed 23 s late while the first look of the minute had not come; with this 0.9 s. It takes 0.3 % of a processor.
  autovacuum_naptime: '5s',
  log_autovacuum_min_duration: '10s',
  logging_collector: 'on',
  log_directory: '../log',
  log_filename: 'postgresql-%a.log',
  log_rotation_age: '1d',
  log_truncate_on_rotation: 'on',
  log_line_prefix: '%m [%p] %q%u@%d ',
  // Details name key values and parameters are people's data: neither belongs in a log.
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_timezone: 'UTC',
  timezone: 'UTC',
  lc_messages: 'C',
}

/**
 * A password of a test need not be slow to guess, and each of its connections proves it. And a cluster of a hundred databases would be
 * looked at twenty times a second.
 */
const ofTests = { scram_iterations: '1', autovacuum_naptime: '1min' }

/**
 * Makes the cluster `<home>/cluster` where there is none: UTF-8, Polish collation from ICU, passwords by SCRAM.
 * It is made beside its place and moved there when complete, so that an interrupted attempt leaves nothing half.
 * @param durable false only for throw-away clusters of tests
 */
export function createCluster(home: Home, superuserPassword: string, durable: boolean): void {
  const cluster = join(home.folder, 'cluster')
  if (existsSync(join(cluster, 'PG_VERSION'))) return
  const log = join(home.folder, 'log')
  mkdirSync(log, { recursive: true, mode: 0o700 })
  home.own(log)
  const passwordFile = join(home.folder, 'password')
  writeFileSync(passwordFile, superuserPassword, { mode: 0o600 })
  home.own(passwordFile)
  const half = join(home.folder, 'cluster.new')
  try {
    // Where glibc has no C.UTF-8, C serves: the order of letters comes from ICU anyway.
    const failure = initialize(home, half, passwordFile, 'C.UTF-8', durable)
    if (failure !== undefined) {
      const again = initialize(home, half, passwordFile, 'C', durable)
      if (again !== undefined) throw new Error(`PostgreSQL's initdb failed:\n${again}`)
    }
    renameSync(half, cluster)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** Runs initdb; answers what it said where it failed. */
function initialize(home: Home, half: string, passwordFile: string, locale: string, durable: boolean) {
  rmSync(half, { recursive: true, force: true })
  const { file, args } = home.command(join(home.binaries, 'bin', 'initdb'), [
    `--pgdata=${half}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=icu',
    '--icu-locale=pl-PL',
    `--locale=${locale}`,
    ...(durable ? [] : ['--no-sync']),
    ...Object.entries({ ...settings, ...(durable ? {} : ofTests) }).flatMap(([name, value]) => [
      '--set',
      `${name}=${value}`,
    ]),
  ])
  const run = spawnSync(file, args, { cwd: '/', env: cleanEnvironment(), encoding: 'utf8' })
  if (run.status === 0) return undefined
  return run.error?.message ?? `${run.stdout}${run.stderr}`
}

/** Nothing of the caller's PG* or locale variables may reach PostgreSQL. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
}
