import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import axe from 'axe-core'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { freePort } from '#platform/postgres'
import { findRunning } from './supervise/town-file.ts'
import { projectRoot } from './supervise/settings.ts'

const clerk = 'urzad@przykladowo.example'
const startMs = 120_000

export interface PageOptions extends BrowserContextOptions {
  language?: 'pl' | 'en'
  /** Of the console; default: the desk. */
  path?: string
}

/** A demo town of its own with a real Chromium before it. */
export interface TestTown {
  url: string
  dataDir: string
  browser: Browser
  /** The clerk's password. */
  password: string
  clerk: string
  /** A page of somebody who is not signed in. */
  open(options?: PageOptions): Promise<Page>
  /** A window of its own of the clerk, signed in. */
  signIn(options?: PageOptions): Promise<Page>
  /** The clerk's usual window, on the page of the console with that path: one for all tests of a town, for a window costs two seconds. */
  desk(path?: string): Promise<Page>
  /** Goes on to another page of the console, as a link of it would: what is loaded stays loaded. */
  go(page: Page, path: string): Promise<void>
  close(): Promise<void>
}

/** The system's Chromium. */
export function openBrowser(): Promise<Browser> {
  const system = process.env['KURENDA_CHROMIUM'] ?? '/usr/bin/chromium'
  return chromium.launch({
    executablePath: existsSync(system) ? system : '/usr/bin/chromium-browser',
    // Chromium has no sandbox for root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
}

/** Starts `npm start` on an empty data folder and waits until it is ready. */
export async function openTestTown(): Promise<TestTown> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kurenda-town-'))
  const port = await freePort()
  const { DATABASE_URL: _, ...env } = process.env
  const town = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: projectRoot,
    env: { ...env, KURENDA_DATA: dataDir, PORT: String(port), HOST: '127.0.0.1', NODE_ENV: '' },
    stdio: 'ignore',
  })
  const until = Date.now() + startMs
  while (findRunning(dataDir)?.state !== 'ready') {
    if (Date.now() > until || town.exitCode !== null) throw new Error('the town did not start')
    await pause(100)
  }
  const browser = await openBrowser()
  const url = `http://127.0.0.1:${port}`
  const password = readFileSync(join(dataDir, 'secrets', 'demo-password'), 'utf8').trim()

  const open: TestTown['open'] = async ({ language = 'pl', path = '/', ...options } = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: language === 'pl' ? 'pl-PL' : 'en-GB',
      reducedMotion: 'reduce',
      ...options,
    })
    await context.addInitScript(`localStorage.getItem('language') ?? localStorage.setItem('language', '${language}')`)
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${url}/console${path}`)
    return page
  }
  let session: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>> | undefined
  const signIn: TestTown['signIn'] = async (options) => {
    // Once is enough: sign-ins are counted against who guesses passwords.
    const page = await open({ ...options, ...(session && { storageState: { ...session, origins: [] } }) })
    if (!session) {
      await page.locator('[name=email]').fill(clerk)
      await page.locator('[name=password]').fill(password)
      await page.locator('form button[type=submit]').click()
    }
    await page.locator('main h1').first().waitFor({ state: 'attached' })
    await page.locator('nav').first().waitFor({ state: 'attached' })
    session ??= await page.context().storageState()
    return page
  }
  const go: TestTown['go'] = async (page, path) => {
    // By way of a page that shows nothing: what stood here before is not taken for what is waited for.
    if (new URL(page.url()).pathname !== '/console/nowhere') await leaveFor(page, '/console/nowhere')
    await leaveFor(page, `/console${path}`)
  }
  let usual: Page | undefined
  return {
    url,
    dataDir,
    browser,
    password,
    clerk,
    open,
    signIn,
    go,
    async desk(path = '/') {
      if (usual) await go(usual, path)
      return (usual ??= await signIn({ path }))
    },
    async close() {
      await browser.close()
      if (town.exitCode === null) {
        town.kill('SIGTERM')
        await once(town, 'exit')
      }
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The router hears it as the press of a link. */
async function leaveFor(page: Page, path: string): Promise<void> {
  // A page that is being loaded cannot be left yet.
  await page.locator('main > :last-child').waitFor({ state: 'attached' })
  await page.evaluate((to) => {
    const { document, history } = globalThis as unknown as {
      document: { querySelector(selector: string): { setAttribute(name: string, value: string): void } }
      history: { pushState(state: object, title: string, path: string): void }
    }
    document.querySelector('main > :last-child').setAttribute('data-left', '')
    history.pushState({}, '', to)
  }, path)
  await page.locator('[data-left]').waitFor({ state: 'detached' })
}

const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Violations of WCAG 2.2 AA on the page as it is, the simulator's own page left out. @param rules tags of rules, or rules */
export async function violations(page: Page, rules = everyRule): Promise<string[]> {
  if (!(await page.evaluate<boolean>("typeof axe === 'object'"))) await page.evaluate(axe.source)
  return page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const result = await axe.run({ runOnly, iframes: false, resultTypes: ['violations'] })
    return result.violations.map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`,
    )
  }, rules)
}

/** The same in both themes, the light one last; of all rules only the one about contrast depends on the theme. */
export async function violationsInBothThemes(page: Page): Promise<string[]> {
  await dress(page, 'dark')
  const dark = await violations(page, ['color-contrast'])
  await dress(page, 'light')
  return [...dark.map((violation) => `dark, ${violation}`), ...(await violations(page))]
}

/** Colours that are still changing have a contrast of their own. */
async function dress(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' })
  await page.evaluate(`document.getAnimations().forEach((animation) => {
    if (animation.effect.getComputedTiming().endTime < Infinity) animation.finish()
  })`)
}
