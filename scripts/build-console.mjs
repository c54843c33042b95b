import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { root } from './install.mjs'
import { node24 } from './node24.mjs'

const folder = join(root, 'apps', 'console')
const sources = [
  folder,
  join(root, 'packages', 'ui'),
  join(root, 'packages', 'contract'),
  join(root, 'packages', 'sms-text'),
  join(root, 'package-lock.json'),
]

/**
 * Builds apps/console into its dist folder where its sources changed since the last time. It is built elsewhere and then
 * moved there, so that a failed build leaves the old one; of two that build at the same time the second leaves it to the first.
 */
export function buildConsole() {
  if (!existsSync(join(folder, 'package.json'))) return
  const dist = join(folder, 'dist')
  const stamp = join(dist, '.stamp')
  const wanted = hash()
  const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  if (isBuilt()) return
  console.error('Building the console …')
  const fresh = join(root, 'node_modules', '.cache', `console-${process.pid}`)
  const vite = createRequire(join(folder, 'package.json')).resolve('vite/package.json')
  const args = [join(dirname(vite), 'bin', 'vite.js'), 'build', '--outDir', fresh, '--emptyOutDir']
  const run = spawnSync(node24(), args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (run.status !== 0) {
    console.error(run.error?.message ?? `${run.stdout}${run.stderr}`)
    console.error('The console could not be built; what Vite said is above.')
    process.exit(1)
  }
  writeFileSync(join(fresh, '.stamp'), wanted)
  try {
    if (!isBuilt()) {
      rmSync(dist, { recursive: true, force: true })
      renameSync(fresh, dist)
    }
  } catch (error) {
    if (!isBuilt()) throw error
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

function hash() {
  const sum = createHash('sha256')
  for (const source of sources) {
    for (const file of filesBelow(source)) sum.update(`${relative(root, file)}\0`).update(readFileSync(file))
  }
  return sum.digest('hex')
}

/**
 * @param {string} path a file or folder, which may be missing
 * @returns {string[]}
 */
function filesBelow(path) {
  if (!existsSync(path)) return []
  if (path.endsWith('.json')) return [path]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](dist|node_modules)[\\/]/.test(file))
    .sort()
}
