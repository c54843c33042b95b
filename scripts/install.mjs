import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'node_modules', '.kurenda-stamp')

/**
 * Installs what the lock file lists, where it is not installed yet. Says so on stderr, for stdout may be somebody's JSON.
 * Ends the process with code 1 where npm fails, after showing what npm said.
 */
export function install() {
  const wanted = hash(['package-lock.json', 'package.json'])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  if (!installedByHand()) {
    console.error('Installing dependencies (npm ci) …')
    const args = ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional']
    const run = spawnSync('npm', args, { cwd: root, env: outsideNpm(), encoding: 'utf8', maxBuffer: 1 << 28 })
    if (run.status !== 0) {
      console.error(run.error ? `npm could not be started: ${run.error.message}` : `${run.stdout}${run.stderr}`)
      console.error('The dependencies could not be installed; what npm said is above.')
      process.exit(1)
    }
  }
  writeFileSync(stamp, wanted)
}

/**
 * npm notes in node_modules what it installed. Where that is just what the lock file says, somebody ran `npm install`
 * and there is nothing to do. Packages for other platforms are in the lock file only.
 */
function installedByHand() {
  const notes = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(notes)) return false
  const installed = JSON.parse(readFileSync(notes, 'utf8')).packages
  const { '': _project, ...locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const sameVersions = Object.entries(installed).every(([path, at]) => locked[path]?.version === at.version)
  return sameVersions && Object.entries(locked).every(([path, at]) => path in installed || at.optional)
}

/**
 * The environment without node_modules/.bin in PATH: npm must not run on the Node that it is about to replace.
 * @returns {NodeJS.ProcessEnv}
 */
function outsideNpm() {
  const bin = join('node_modules', '.bin')
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.endsWith(bin))
  return { ...process.env, PATH: path.join(delimiter) }
}

/** @param {string[]} files relative to the project */
function hash(files) {
  const sum = createHash('sha256')
  for (const file of files) sum.update(readFileSync(join(root, file)))
  return sum.digest('hex')
}
