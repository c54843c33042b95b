import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findRunning } from './supervise/town-file.ts'
import { projectRoot } from './supervise/settings.ts'

/** A resident of the demo town whose number behaves well. */
const phone = '+48 600 001 000'
const words = 'Czy w czwartek odbierzecie też starą kanapę?'
const answer = 'Tak, odbierzemy. Proszę wystawić ją do godziny siódmej.'

const dataDir = mkdtempSync(join(tmpdir(), 'kurenda-journey-'))
let town: ChildProcess
let browser: Browser
let page: Page
let url: string

beforeAll(async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  url = `http://127.0.0.1:${port}`
  const { DATABASE_URL: _, ...env } = process.env
  town = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: projectRoot,
    env: { ...env, KURENDA_DATA: dataDir, PORT: String(port), HOST: '127.0.0.1', NODE_ENV: '' },
    stdio: 'ignore',
  })
  await vi.waitFor(() => expect(findRunning(dataDir)).toMatchObject({ state: 'ready' }), {
    timeout: 120_000,
    interval: 100,
  })
  const system = process.env['KURENDA_CHROMIUM'] ?? '/usr/bin/chromium'
  browser = await chromium.launch({
    executablePath: existsSync(system) ? system : '/usr/bin/chromium-browser',
    // Chromium has no sandbox for root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'pl-PL' })
  page.setDefaultTimeout(20_000)
}, 180_000)

afterAll(async () => {
  await browser?.close()
  if (town?.exitCode === null) {
    town.kill('SIGTERM')
    await once(town, 'exit')
  }
  rmSync(dataDir, { recursive: true, force: true })
}, 60_000)

/** Violations of WCAG 2.2 AA on the page as it is, the simulator's own page included. */
async function violations(of = page): Promise<string[]> {
  await of.evaluate(axe.source)
  return of.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const result = await axe.run({ runOnly: tags, iframes: false })
    return result.violations.map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`,
    )
  })
}

test(
  'a clerk writes to everyone, a resident answers, and the answer to that reaches the phone',
  { timeout: 120_000 },
  async () => {
    await page.goto(url)
    await page.getByLabel('Adres e-mail').fill('urzad@przykladowo.example')
    await page.getByLabel('Hasło').fill(readFileSync(join(dataDir, 'secrets', 'demo-password'), 'utf8').trim())
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Zaloguj się' }).click()

    await page.getByRole('link', { name: 'Nowa wiadomość' }).click()
    await page.getByLabel(/^Mieszkańcy/).check()
    await page.getByLabel('Treść').fill('W czwartek odbieramy odpady w sołectwie {{ sołectwo }}.')
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Sprawdź odbiorców i koszt' }).click()
    await page.getByText('240 osób').first().waitFor()
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: /^Wyślij do 240 osób/ }).click()
    // At night the gate asks once more.
    const insist = page.getByRole('button', { name: /^Wyślij teraz mimo ciszy nocnej/ })
    const hurry = page.getByRole('button', { name: 'Wyślij teraz', exact: true })
    await insist.or(hurry).first().waitFor()
    if (await insist.isVisible()) await insist.click()
    // For a minute it can be taken back; who is sure need not wait.
    await page.getByRole('button', { name: 'Cofnij' }).waitFor()
    expect(await violations()).toEqual([])
    await hurry.click()

    // The numbers move by themselves.
    await expect
      .poll(() => page.locator('.totals .delivered strong').textContent(), { timeout: 30_000 })
      .toMatch(/^2\d\d$/)
    expect(await violations()).toEqual([])

    await page.getByRole('link', { name: 'Skrzynka' }).click()
    await page.getByRole('heading', { name: 'Skrzynka' }).waitFor()

    const phones = await browser.newPage({ viewport: { width: 390, height: 844 } })
    await phones.context().addCookies(await page.context().cookies())
    await phones.goto(`${url}/simulator/`)
    await phones.getByLabel('Szukaj numeru').fill(phone)
    const card = phones.getByRole('article').filter({ hasText: phone })
    await card.getByText('odpady w sołectwie').waitFor()
    await card.getByLabel('Odpisz').fill(words)
    await card.getByRole('button', { name: 'Wyślij' }).click()

    // Without a reload.
    await page.getByRole('link', { name: new RegExp(words.slice(0, 20)) }).click()
    await page.locator('#answer').fill(answer)
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Odpisz' }).click()
    await card.getByText(answer).waitFor()
    await page.locator('.entries').getByText('doręczona').waitFor()
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await violations()).toEqual([])
    await phones.close()
  },
)

test('who is invited sets a password behind a link that works once, and is at work', { timeout: 60_000 }, async () => {
  const link = await page.evaluate(async () => {
    const answer = await fetch('/console-api/invitations', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'nowa@przykladowo.example', name: 'Nowa Osoba', role: 'agent' }),
    })
    return ((await answer.json()) as { link: string }).link
  })
  const other = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'pl-PL' })
  const invited = await other.newPage()
  await invited.goto(link)
  await invited.getByRole('heading', { name: /zaprasza/ }).waitFor()
  expect(await violations(invited)).toEqual([])
  await invited.getByLabel('Nowe hasło').fill('cztery spokojne słowa razem')
  await invited.getByRole('button', { name: 'Zapisz i wejdź' }).click()
  await invited.getByRole('link', { name: 'Skrzynka' }).waitFor()
  expect(invited.url()).not.toContain('#')
  await invited.goto('about:blank')
  await invited.goto(link)
  await invited.getByText('Ten link już nie działa').waitFor()
  expect(await violations(invited)).toEqual([])
  await other.close()
})
