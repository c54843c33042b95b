import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { openBrowser } from '../apps/server/test-town.ts'
import { projectRoot } from '../apps/server/supervise/settings.ts'
import { buildConsole } from '../scripts/build-console.mjs'
import type { Figure } from './figure.ts'
import { openLargeTown } from './large-town.ts'

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

/**
 * Bytes of JavaScript that a browser takes over the wire, and how soon a page can be worked with on a slow computer.
 * @param folder of the town, seeded where it is empty; undefined: bytes only
 */
export async function benchConsole(folder: string | undefined, say: (line: string) => void): Promise<Figure[]> {
  buildConsole()
  return [...sizes(), ...(folder === undefined ? [] : await interactive(folder, say))]
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

const rounds = 7
const pages = [
  ['home', '/', 'main section li'],
  ['people', '/people', 'tbody tr'],
  ['people-found', '/people?q=ska', 'tbody tr'],
  ['groups', '/people/groups', 'main li h2'],
  ['broadcasts', '/broadcasts', 'main li h2'],
  ['inbox', '/inbox?view=all', '[data-conversation]'],
  ['templates', '/settings/templates', 'main .title'],
  ['audit', '/settings/audit', 'main td'],
  ['compose', '/compose', '[data-pane=what] textarea'],
] as const

/** A page asks for news and for what stands beside; the next one is asked for once it has come to rest. */
const restMs = 1500

/** Tells of the moment when `ready` is there, what was still to be done is done, and a frame was drawn: a click is answered now. */
const watch = (ready: string) => `{
  const look = () => requestAnimationFrame(() => {
    if (document.querySelector(${JSON.stringify(ready)}))
      requestAnimationFrame(() => setTimeout(() => interactive(String(performance.now()))))
    else look()
  })
  look()
}`

/**
 * From the address to a page that shows its data and answers a click, in a real Chromium whose processor Chromium itself makes four
 * times slower, before a town of 1,000,000 contacts. The server shares this computer and is not slowed. The middle of seven. The page
 * watches itself: what drives the browser would put 300 kB of its own script into every page, and that would be timed too.
 */
async function interactive(folder: string, say: (line: string) => void): Promise<Figure[]> {
  const town = await openLargeTown(folder, 'lists', say)
  const browser = await openBrowser()
  try {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'pl-PL' })).newPage()
    await page.goto(`${town.url}/console/`)
    await page.locator('[name=email]').fill(town.clerk.email)
    await page.locator('[name=password]').fill(town.clerk.password)
    await page.locator('form button[type=submit]').click()
    await page.locator('nav').first().waitFor({ state: 'attached' })
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower })
    await devtools.send('Page.enable')
    await devtools.send('Runtime.enable')
    await devtools.send('Runtime.addBinding', { name: 'interactive' })
    const figures: Figure[] = []
    for (const [name, path, ready] of pages) {
      const { identifier } = await devtools.send('Page.addScriptToEvaluateOnNewDocument', { source: watch(ready) })
      const times: number[] = []
      for (let i = 0; i < rounds; i++) {
        await setTimeout(restMs)
        const told = new Promise<number>((tell) =>
          devtools.once('Runtime.bindingCalled', ({ payload }) => tell(Number(payload))),
        )
        await devtools.send('Page.navigate', { url: `${town.url}/console${path}` })
        times.push(await told)
      }
      await devtools.send('Page.removeScriptToEvaluateOnNewDocument', { identifier })
      say(`${name}: ${times.map((ms) => Math.round(ms)).join(', ')} ms`)
      const middle = times.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? Infinity
      figures.push({ name: `interactive.${name}`, value: middle, unit: 'ms', most: interactiveMost })
    }
    return figures
  } finally {
    await browser.close()
    await town.close()
  }
}
