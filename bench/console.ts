import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openTestTown } from '../apps/server/test-town.ts'
import { projectRoot } from '../apps/server/supervise/settings.ts'
import { buildConsole } from '../scripts/build-console.mjs'
import type { Figure } from './figure.ts'

/** What Vite says of each file that it made. */
interface Chunk {
  file: string
  src?: string
  isDynamicEntry?: boolean
  imports?: string[]
  dynamicImports?: string[]
}
type Manifest = Record<string, Chunk>

const dist = join(projectRoot, 'apps', 'console', 'dist')
const shellMost = 250
const routeMost = 120
const interactiveMost = 1500
const slower = 4

/** Bytes of JavaScript that a browser takes over the wire, and how soon a page can be worked with on a slow computer. */
export async function benchConsole(withBrowser: boolean, say: (line: string) => void): Promise<Figure[]> {
  buildConsole()
  return [...sizes(), ...(withBrowser ? await interactive(say) : [])]
}

/** The shell is what is loaded before any page, in Polish; a route is what comes on top of that. */
function sizes(): Figure[] {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')) as Manifest
  const withImports = (key: string, found = new Set<string>()): Set<string> => {
    if (found.has(key)) return found
    found.add(key)
    for (const next of manifest[key]?.imports ?? []) withImports(next, found)
    return found
  }
  const kilobytes = (keys: Iterable<string>) => {
    const files = new Set([...keys].flatMap((key) => manifest[key]?.file ?? []))
    const bytes = [...files]
      .filter((file) => file.endsWith('.js'))
      .map((file) => gzipSync(readFileSync(join(dist, file))).length)
    return bytes.reduce((sum, size) => sum + size, 0) / 1024
  }
  const shell = withImports('index.html')
  withImports('src/i18n/pl/index.ts', shell)
  const routes = (manifest['index.html']?.dynamicImports ?? [])
    .concat([...shell].flatMap((key) => manifest[key]?.dynamicImports ?? []))
    .filter((key) => /^src\/(?!i18n\/)/.test(key))
  return [
    { name: 'shell', value: kilobytes(shell), unit: 'kB gzip', digits: 1, most: shellMost },
    ...[...new Set(routes)].map((key) => ({
      name: `route.${key.replace(/^src\/|\.tsx?$/g, '')}`,
      value: kilobytes([...withImports(key)].filter((each) => !shell.has(each))),
      unit: 'kB gzip',
      digits: 1,
      most: routeMost,
    })),
  ]
}

/**
 * What the main thread of a real Chromium does until a page shows its data, as long as it takes where the processor is four times
 * slower. Its processor time is read, not the clock: what else runs on this computer makes no difference.
 */
async function interactive(say: (line: string) => void): Promise<Figure[]> {
  const town = await openTestTown()
  try {
    const page = await town.signIn()
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
    const worked = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics')
      return (metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0) * 1000
    }
    const figures: Figure[] = []
    for (const [name, path, ready] of [
      ['home', '/', 'main section li'],
      ['broadcasts', '/broadcasts', 'main .title + p'],
      ['compose', '/compose', '[data-pane=what] textarea'],
      ['inbox', '/inbox', 'main .title + p'],
    ] as const) {
      const times: number[] = []
      for (let i = 0; i < 3; i++) {
        const before = await worked()
        await page.goto(`${town.url}/console${path}`, { waitUntil: 'commit' })
        await page.locator(ready).first().waitFor()
        times.push(((await worked()) - before) * slower)
      }
      say(`${name}: ${times.map((ms) => Math.round(ms)).join(', ')} ms`)
      const middle = times.sort((one, other) => one - other)[1] ?? Infinity
      figures.push({ name: `interactive.${name}`, value: middle, unit: 'ms', most: interactiveMost })
    }
    return figures
  } finally {
    await town.close()
  }
}
