// What proves that a checker checks: one that looks at nothing finds nothing, and looks green.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from './install.mjs'

/** Where our sources are. */
export const folders = ['apps', 'bench', 'channels', 'e2e', 'modules', 'packages', 'platform'].filter((name) =>
  existsSync(join(root, name)),
)

/** Our source files that are not among those that were looked at. @param {string[]} seen relative to the project */
export function unseen(seen) {
  const known = new Set(seen)
  return folders
    .flatMap((name) =>
      readdirSync(join(root, name), { recursive: true, encoding: 'utf8' }).map((file) => `${name}/${file}`),
    )
    .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)(node_modules|dist|dist\.new)\/|\.d\.ts$/.test(file))
    .filter((file) => !known.has(file))
}

/**
 * A folder with the layout of the project, to be removed by the caller: the same settings and packages, files of its own.
 * @param {string[]} settings files to copy
 * @param {(readonly [file: string, text: string])[]} files
 */
export function plant(settings, files) {
  const folder = mkdtempSync(join(tmpdir(), 'kurenda-planted-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const file of settings) copyFileSync(join(root, file), room(file))
  for (const [file, text] of files) writeFileSync(room(file), text)
  return folder

  /** @param {string} file */
  function room(file) {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    return path
  }
}
