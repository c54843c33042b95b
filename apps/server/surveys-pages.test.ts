import { existsSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { NewSurvey } from '@kurenda/contract'
import { plateOf } from '@kurenda/contract/colour'
import { makePng } from '../../modules/accounts/test-picture.ts'
import { openTestApi, type TestApi } from './test-api.ts'
import { violations } from './test-town.ts'

vi.setConfig({ testTimeout: 120_000 })

let api: TestApi
let browser: Browser
beforeAll(async () => {
  api = await openTestApi({ now: '2026-05-20T10:00:00Z' })
  const system = process.env['KURENDA_CHROMIUM'] ?? '/usr/bin/chromium'
  browser = await chromium.launch({
    executablePath: existsSync(system) ? system : '/usr/bin/chromium-browser',
    // Chromium has no sandbox for root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await api.close()
})

const park: NewSurvey = {
  title: { pl: 'Park przy Lipowej', uk: 'Парк на Липовій' },
  languages: ['pl', 'uk'],
  intro: { pl: 'Dzień dobry! Pytamy o park.', uk: 'Добрий день! Питаємо про парк.' },
  anonymous: true,
  resultsPublic: true,
  keyword: 'park',
  questions: [
    { id: 'visits', kind: 'yes-no', text: { pl: 'Czy bywasz w parku?', uk: 'Ви буваєте в парку?' } },
    {
      id: 'lacks',
      kind: 'choices',
      text: { pl: 'Czego brakuje?', uk: 'Чого бракує?' },
      choices: [
        { id: 'bench', label: { pl: 'Ławki', uk: 'Лавки' } },
        { id: 'light', label: { pl: 'Oświetlenie', uk: 'Освітлення' } },
        { id: 'shade', label: { pl: 'Zadaszona altana', uk: 'Альтанка' } },
      ],
    },
    { id: 'nps', kind: 'nps', text: { pl: 'Na ile polecisz park znajomym?', uk: 'Чи порадите парк?' } },
    { id: 'people', kind: 'number', text: { pl: 'Ile osób z Tobą mieszka?', uk: 'Скільки вас?' }, least: 0, most: 20 },
    { id: 'why', kind: 'text', text: { pl: 'Co jeszcze?', uk: 'Що ще?' }, required: false },
  ],
}

async function open(content: NewSurvey): Promise<string> {
  const { surveys } = await api.client()
  const { id } = await surveys.create(content)
  return new URL(new URL((await surveys.open(id)).url).pathname, api.url).href
}

/** Violations of WCAG 2.2 AA, and whatever is wider than the phone. */
async function faultsOf(page: Page): Promise<string[]> {
  const over = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  return [...(await violations(page)), ...(over > 0 ? [`wider than the screen by ${over}`] : [])]
}

/** For who looks at them: `KURENDA_SCREENS=/tmp/x`. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['KURENDA_SCREENS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test('a survey is answered without a script, question by question, by keyboard and by finger', async () => {
  const url = await open(park)
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await page.goto(url)
  await page.getByText('Tak', { exact: true }).click()
  await page.getByRole('button').first().click()
  await page.getByText('Oświetlenie').click()
  await page.keyboard.press('Enter')
  await page.getByLabel('9', { exact: true }).check()
  await page.getByRole('button').first().click()
  await page.getByLabel('Ile osób z Tobą mieszka?').fill('dużo')
  await page.keyboard.press('Enter')
  expect(await page.locator('#answer-error').textContent()).not.toBe('')
  await page.getByLabel('Ile osób z Tobą mieszka?').fill('trzy')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Pomiń' }).click()
  expect(await page.locator('h1').textContent()).toBe('Dziękujemy za odpowiedzi!')
  await page.getByText('Zobacz wyniki').click()
  expect(await page.locator('main').textContent()).toContain('1 odpowiedź')
  expect(await context.cookies()).toEqual([])
  await context.close()
})

test.each(['light', 'dark'] as const)('axe finds nothing on any page, in %s', async (colorScheme) => {
  const url = await open({ ...park, keyword: `park ${colorScheme}` })
  const onePage = await open({ ...park, keyword: null, onePage: true })
  const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  const check = async (name: string) => {
    await look(page, `${name}-${colorScheme}`)
    expect({ name, found: await faultsOf(page) }).toEqual({ name, found: [] })
  }
  await page.goto(`${url}?lang=uk`)
  await check('first-uk')
  await page.goto(url)
  await check('first')
  await page.getByRole('button').first().click()
  await check('missing')
  await page.getByText('Nie', { exact: true }).click()
  await page.getByRole('button').first().click()
  await check('choices')
  await page.getByText('Ławki').click()
  await page.getByRole('button').first().click()
  await check('scale')
  await page.goto(onePage)
  await page.getByRole('button').first().click()
  await check('one-page')
  await page.goto(`${url}/results`)
  await check('results')
  await page.goto(`${url.slice(0, -3)}xxx`)
  await check('lost')
  await page.setViewportSize({ width: 1000, height: 1300 })
  await page.goto(`${url}/poster`)
  await look(page, `poster-${colorScheme}`)
  await context.close()
})

test('the plate above a page has the office’s colour, in which white can be read, and its logo', async () => {
  const png = makePng(160, 64, [122, 21, 51])
  const headers = { cookie: api.cookie, origin: api.url, 'content-type': 'image/png' }
  const kept = await fetch(`${api.url}/console-api/organization/logo`, {
    method: 'PUT',
    headers,
    body: new Uint8Array(png),
  })
  expect([kept.status, await kept.text()]).toEqual([200, expect.any(String)])
  await api.db.owner.query("UPDATE organization SET colour = '#2f7d32' WHERE id = $1", [api.db.organizationId])
  const url = await open({ ...park, keyword: null, title: { pl: 'Plac', uk: 'Площа' } })
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } })
    const page = await context.newPage()
    await page.goto(url)
    await look(page, `brand-${colorScheme}`)
    expect(await faultsOf(page)).toEqual([])
    const [plate, drawn] = await page.evaluate<[string, number]>(`[
      getComputedStyle(document.querySelector('.plate')).backgroundColor,
      document.querySelector('.plate img').naturalWidth,
    ]`)
    const { brand } = plateOf('#2f7d32')
    const rgb = [1, 3, 5].map((at) => parseInt(brand.slice(at, at + 2), 16)).join(', ')
    expect([plate, drawn]).toEqual([`rgb(${rgb})`, 160])
    await context.close()
  }
})
