import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

/**
 * The Node that runs TypeScript: the one from the lock file, else this one where it is new enough.
 * @returns {string} path of the program
 */
export function node24() {
  const pinned = join(root, 'node_modules', '.bin', 'node')
  if (existsSync(pinned)) return realpathSync(pinned)
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  console.error(
    `Kurenda needs Node 24 on this machine (${process.platform}-${process.arch}); this is ${process.version}.`,
  )
  process.exit(1)
}

/** Compiled code is kept from one start to the next: a role is ready a third sooner. */
export const compileCache = process.env['NODE_COMPILE_CACHE'] ?? join(root, 'node_modules', '.cache', 'node')

/**
 * Runs a program of the project in the foreground, hands signals on to it, and ends as it ends.
 * @param {string} file relative to the project
 * @param {string[]} args
 */
export function become(file, args) {
  const child = spawn(node24(), [join(root, file), ...args], {
    stdio: 'inherit',
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  })
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`${file} could not be started: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    for (const each of signals) process.removeAllListeners(each)
    process.kill(process.pid, signal)
  })
}
