import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './find-binaries.ts'

/** Where a cluster lives and how its programs are started. */
export interface Home {
  /** Holds `cluster/`, `log/` and `port`; belongs to the account that PostgreSQL runs as. */
  folder: string
  /** Folder with `bin/postgres`. */
  binaries: string
  /** The command line that runs a program as that account. */
  command(program: string, args: string[]): { file: string; args: string[] }
  /** Gives a file to that account. */
  own(path: string): void
  /** Said at start, where the place is not the expected one. */
  notice?: string
}

interface Account {
  uid: number
  gid: number
}

const shared = '/var/lib/kurenda'

/**
 * PostgreSQL refuses to run as root. For an ordinary user it simply runs; for root it runs as a system user: in place
 * where that user can reach the folder, else in /var/lib/kurenda.
 */
export function chooseHome(dataDir: string, binaries: Binaries): Home {
  const folder = join(dataDir, 'postgres')
  const elsewhere = join(shared, createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
  if (process.getuid?.() !== 0) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return { folder, binaries: binaries.folder, command: (file, args) => ({ file, args }), own: () => undefined }
  }
  const account = ownerOf(folder) ?? ownerOf(elsewhere) ?? systemAccount()
  if (!existsSync(join(elsewhere, 'cluster'))) {
    const inPlace = homeInPlace(dataDir, folder, binaries, account)
    if (inPlace) return inPlace
  }
  const folders = [shared, elsewhere]
  for (const each of folders) mkdirSync(each, { recursive: true, mode: 0o755 })
  return {
    ...homeOf(account, elsewhere, copyBinaries(binaries), []),
    notice: `PostgreSQL cannot reach ${dataDir} as a system user here: its data is kept in ${elsewhere}.`,
  }
}

/** Read and search everywhere, nothing else: enough to reach a clone below a folder closed to others, such as /root. */
const mayRead = ['inh-caps', 'ambient-caps', 'bounding-set'].map((set) => `--${set}=-all,+dac_read_search`)

function homeInPlace(dataDir: string, folder: string, binaries: Binaries, account: Account): Home | undefined {
  const reading = homeOf(account, folder, binaries.folder, ['--securebits=+no_setuid_fixup', ...mayRead])
  if (reaches(reading)) return reading
  // Containers often lack the capability; then the folder must be passable. What is secret in it has its own mode.
  const before = statSync(dataDir).mode & 0o777
  chmodSync(dataDir, before | 0o011)
  const plain = homeOf(account, folder, binaries.folder, [])
  if (reaches(plain)) return plain
  chmodSync(dataDir, before)
  return undefined
}

function homeOf(account: Account, folder: string, binaries: string, more: string[]): Home {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chownSync(folder, account.uid, account.gid)
  const become = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups', ...more]
  return {
    folder,
    binaries,
    command: (program, args) => ({ file: 'setpriv', args: [...become, '--', program, ...args] }),
    own: (path) => chownSync(path, account.uid, account.gid),
  }
}

function reaches(home: Home): boolean {
  const asks = ['-c', 'cd / && "$0" --version && test -w "$1"', join(home.binaries, 'bin', 'postgres'), home.folder]
  const { file, args } = home.command('/bin/sh', asks)
  return spawnSync(file, args, { stdio: 'ignore', cwd: '/' }).status === 0
}

/** A cluster that exists keeps its owner, whichever users come and go. */
function ownerOf(folder: string): Account | undefined {
  const cluster = join(folder, 'cluster')
  if (!existsSync(cluster)) return undefined
  const { uid, gid } = statSync(cluster)
  return uid === 0 ? undefined : { uid, gid }
}

function systemAccount(): Account {
  const found = findAccount('kurenda') ?? findAccount('postgres')
  if (found) return found
  try {
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'kurenda'])
  } catch (error) {
    throw new Error('PostgreSQL must not run as root, and a system user "kurenda" could not be made for it.', {
      cause: error,
    })
  }
  const made = findAccount('kurenda')
  if (!made) throw new Error('The system user "kurenda" was made but is not in /etc/passwd.')
  return made
}

function findAccount(name: string): Account | undefined {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [login, , uid, gid] = line.split(':')
    if (login === name && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  return undefined
}

function copyBinaries(binaries: Binaries): string {
  const target = join(shared, `postgresql-${binaries.version}`)
  if (existsSync(target)) return target
  const half = `${target}.${process.pid}`
  cpSync(binaries.folder, half, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(half, target)
  } catch {
    rmSync(half, { recursive: true, force: true })
  }
  return target
}
