import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exclusively, openPool } from '#platform/db'
import { contentOf, presets } from '../console/src/surveys/presets.ts'
import { pagesOf, visit } from './test-pages.ts'
import { bracketWords, foreignWords, hearWords } from './test-words.ts'
import { setScene, type Scene } from './test-scene.ts'
import { openTestTown, violations, type TestTown } from './test-town.ts'

let town: TestTown
let scene: Scene
beforeAll(async () => {
  town = await openTestTown()
  const page = await town.desk()
  scene = await setScene(page)
}, 240_000)
afterAll(() => town?.close(), 60_000)

const at = (path: string) => `${town.url}/console${path}`

/** What the page told the console's log as an error, other than answers of the server that it shows itself. */
function errorsOf(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().startsWith('Failed to load resource')) errors.push(line.text())
  })
  return errors
}

test(
  'every page holds WCAG 2.2 AA, fits its window, says no error and shows only words of the catalogue: 1440 px, light',
  { timeout: 240_000 },
  async () => {
    const page = await town.open()
    const errors = errorsOf(page)
    // Brackets around each text make it longer, too, as another language would.
    await bracketWords(page)
    await page.reload()
    // What a survey may begin with is the office's question, in the office's language.
    const heard = hearWords(
      page,
      presets.map((preset) => contentOf(preset, 'pl')),
    )
    await page.locator('[name=email]').waitFor()
    await expect.poll(() => foreignWords(page, heard)).toEqual([])
    await page.locator('[name=email]').fill(town.clerk)
    await page.locator('[name=password]').fill(town.password)
    await page.locator('form button[type=submit]').click()
    await page.locator('nav').first().waitFor({ state: 'attached' })
    await page.locator('main h1').waitFor()
    // What it would find: the test itself is tried.
    await page.evaluate("document.querySelector('main h1').append('Napisane w kodzie')")
    expect(await foreignWords(page, heard)).toEqual(['Napisane w kodzie'])
    for (const looked of pagesOf(scene)) {
      const { name } = looked
      await visit(town, page, looked)
      expect([name, await violations(page)]).toEqual([name, []])
      expect([name, await overflow(page)]).toEqual([name, 0])
      // Samples of components are no words.
      if (name === 'stories') continue
      await expect.poll(() => page.locator('main [role=status] .heard').count()).toBe(0)
      await expect.poll(() => foreignWords(page, heard), { message: name }).toEqual([])
    }
    expect(errors).toEqual([])
    await page.context().close()
  },
)

test(
  'every page holds WCAG 2.2 AA, fits its window and says no error: 390 px, dark, in English',
  { timeout: 240_000 },
  async () => {
    const page = await town.signIn({ viewport: { width: 390, height: 844 }, language: 'en', colorScheme: 'dark' })
    const errors = errorsOf(page)
    for (const looked of pagesOf(scene)) {
      const { name } = looked
      await visit(town, page, looked)
      expect([name, await violations(page)]).toEqual([name, []])
      expect([name, await overflow(page)]).toEqual([name, 0])
    }
    expect(errors).toEqual([])
    await page.context().close()
  },
)

/** By how many pixels the page is wider than its window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
}

test('menus, the picker and the palette hold WCAG 2.2 AA when they are open', { timeout: 120_000 }, async () => {
  const page = await town.signIn()
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Dokąd przejść, co zrobić?').fill('rozsyłki')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Rozsyłki', level: 1 }).waitFor()
  await page.getByRole('button', { name: /Aneta/ }).click()
  await page.getByRole('menuitemradio', { name: 'Ciemny' }).click()
  expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
  expect(await violations(page)).toEqual([])
  await town.go(page, '/compose')
  await page.getByRole('button', { name: 'Dodaj odbiorców' }).click()
  await page.getByRole('checkbox', { name: /^Odpady/ }).check()
  expect(await violations(page)).toEqual([])
  await page.context().close()
})

test('a filter stands in the address, and who opens that address sees the same', async () => {
  const page = await town.desk('/broadcasts')
  await page.getByLabel('Stan').selectOption('draft')
  await page.getByLabel('Szukaj w nazwie i treści').fill('kalin')
  await page.getByRole('link', { name: 'Zebranie w Kalinowie' }).waitFor()
  await page.waitForURL(/state=draft/)
  await page.waitForURL(/q=kalin/)
  await page.reload()
  await page.getByRole('link', { name: 'Zebranie w Kalinowie' }).waitFor()
  expect(await page.locator('main li').count()).toBe(1)
})

/** Presses Tab until that is reached; whoever cannot find it by keyboard cannot work. */
async function tabTo(page: Page, role: string, name: RegExp): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab')
    const reached = await page.evaluate<[string, string]>(`(() => {
      const node = document.activeElement
      const labels = [...(node.labels ?? [])].map((label) => label.textContent)
      return [
        node.getAttribute('role') ?? node.tagName.toLowerCase(),
        [node.getAttribute('aria-label'), ...labels, node.textContent].join(' '),
      ]
    })()`)
    if (reached[0] === role && name.test(reached[1])) return
  }
  throw new Error(`${role} ${String(name)} is not reached by Tab`)
}

test('a broadcast is written, checked, sent and taken back by keyboard alone', { timeout: 120_000 }, async () => {
  const page = await town.desk()
  const press = (key: string) => page.keyboard.press(key)
  await tabTo(page, 'a', /Nowa wiadomość/)
  await press('Enter')
  await page.getByRole('heading', { name: 'Nowa wiadomość' }).waitFor({ state: 'attached' })
  await tabTo(page, 'button', /Dodaj odbiorców/)
  await press('Enter')
  await page.getByPlaceholder('Szukaj grupy').waitFor()
  await page.keyboard.type('olszanka')
  await tabTo(page, 'input', /Olszanka/)
  await press('Space')
  await press('Escape')
  await tabTo(page, 'textarea', /Treść/)
  await page.keyboard.type('W Olszance jutro od rana nie bedzie wody.')
  await page.getByText('Policzone osoba po osobie.').waitFor()
  await tabTo(page, 'button', /Wyślij do 48 osób/)
  await press('Enter')
  await page.getByRole('dialog').waitFor()
  // The focus is where the yes is.
  await expect.poll(() => page.evaluate<string>('document.activeElement.textContent')).toMatch(/Wyślij do 48 osób/)
  await press('Enter')
  const insist = page.getByRole('button', { name: /^Wyślij teraz mimo ciszy nocnej/ })
  const undo = page.getByRole('button', { name: 'Cofnij' })
  await insist.or(undo).first().waitFor()
  if (await insist.isVisible()) {
    await tabTo(page, 'button', /mimo ciszy nocnej/)
    await press('Enter')
  }
  await undo.waitFor()
  await tabTo(page, 'button', /Cofnij/)
  await press('Enter')
  await page.getByText('Cofnięto. Nikt nie dostał wiadomości').waitFor()
})

test(
  'after a yes at night the focus is on waiting until morning, never on insisting',
  { timeout: 90_000 },
  async () => {
    const page = await town.desk()
    const call = (method: string, data?: object) =>
      page.context().request.fetch(`${town.url}/console-api/sending-rules`, {
        method,
        headers: { origin: town.url },
        ...(data && { data }),
      })
    const rules = (await (await call('GET')).json()) as object
    // Night for all of the day but the minute that has just been.
    const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Warsaw' })
    const [quietFrom, quietUntil] = [Date.now(), Date.now() - 60_000].map((at) => clock.format(at))
    const night = await call('PUT', { ...rules, quietFrom, quietUntil })
    expect([night.status(), await night.text()]).toEqual([200, expect.any(String)])
    try {
      await town.go(page, `/compose/${scene.draft}`)
      await page.locator('footer button:enabled').last().click()
      const gate = page.getByRole('dialog')
      await gate.getByRole('button', { name: /^Wyślij do/ }).press('Enter')
      await gate.getByRole('button', { name: /^Wyślij teraz mimo ciszy nocnej/ }).waitFor()
      const focused = () => page.evaluate<string>('document.activeElement.textContent')
      await expect.poll(focused).toBe('Wyślij po ciszy nocnej')
      expect(await violations(page)).toEqual([])
    } finally {
      await call('PUT', rules)
    }
  },
)

test('who wants to send while the people are still counted waits for it, and is told of no error', async () => {
  const page = await town.desk(`/compose/${scene.draft}`)
  await page.getByText('Policzone osoba po osobie.').waitFor()
  const me = (await (await page.context().request.get(`${town.url}/console-api/me`)).json()) as {
    organization: { id: number }
  }
  const password = readFileSync(join(town.dataDir, 'secrets', 'postgres-superuser'), 'utf8').trim()
  const port = readFileSync(join(town.dataDir, 'postgres', 'port'), 'utf8').trim()
  const pool = openPool(`postgres://postgres:${password}@127.0.0.1:${port}/kurenda`, { max: 1, name: 'colleague' })
  try {
    // A colleague's browser has the same draft open and counts it.
    await exclusively(pool, `prepare-broadcast ${me.organization.id} ${scene.draft}`, async () => {
      const refused = page.waitForResponse((answer) => answer.url().endsWith('/prepare') && answer.status() === 409)
      await page.locator('footer button:enabled').last().click()
      await refused
    })
    const gate = page.getByRole('dialog')
    await gate.getByRole('button', { name: /^Wyślij do/ }).waitFor()
    expect(await page.locator('footer [role=alert]').count()).toBe(0)
  } finally {
    await pool.end()
  }
})

test('while the gate stands nobody is counted anew, whatever else is read again: a yes would be refused meanwhile', async () => {
  const page = await town.desk(`/compose/${scene.draft}`)
  await page.getByText('Policzone osoba po osobie.').waitFor()
  await page.locator('footer button:enabled').last().click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Wyślij do/ })
    .waitFor()
  const counts: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/prepare')) counts.push(request.url())
  })
  const readAgain = page.waitForResponse((answer) => answer.url().endsWith('/frequency'))
  await page.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`)
  await readAgain
  expect(counts).toEqual([])
})

test('hours are those of the office, also for who looks from another continent', { timeout: 60_000 }, async () => {
  const warsaw = new Intl.DateTimeFormat('pl', { hour: 'numeric', minute: '2-digit', timeZone: 'Europe/Warsaw' })
  const before = Date.now()
  const page = await town.signIn({ timezoneId: 'America/Los_Angeles' })
  const day = (await page.locator('main header p').textContent()) ?? ''
  const now = [before, Date.now()].map((instant) => warsaw.format(instant))
  expect(now.some((hour) => day.endsWith(hour))).toBe(true)
  // What is written in a field is the office's hour, too, and the field says so.
  await town.go(page, `/compose/${scene.draft}`)
  await page.getByText('O porze', { exact: true }).click()
  await page.getByText('Czas urzędu: Europe/Warsaw').waitFor()
  await page.context().close()
})

test(
  'a second person sees what was said and what changed, and returns or approves; the first one then sends',
  { timeout: 120_000 },
  async () => {
    const page = await town.open()
    await page.locator('[name=email]').fill(scene.approver.email)
    await page.locator('[name=password]').fill(scene.approver.password)
    await page.locator('form button[type=submit]').click()
    await page
      .getByRole('link', { name: 'Jedna rozsyłka', exact: false })
      .or(page.getByRole('link', { name: /1 rozsyłka/ }))
      .first()
      .waitFor()
    await page.getByRole('link', { name: 'Przejrzyj' }).click()
    await page.getByText('Proszę o szybką zgodę').waitFor()
    await page.getByRole('button', { name: 'Zatwierdź' }).click()
    await page.getByText('Zatwierdzono. Autor może wysłać.').waitFor()

    const author = await town.signIn({ path: `/compose/${scene.review}` })
    const text = author.getByRole('textbox', { name: 'Treść' })
    await text.fill('Bezpłatne badania słuchu w czwartek o 10:00 w urzędzie gminy. Zapisy: ta odpowiedź.')
    await author.getByText('Policzone osoba po osobie.').waitFor()
    // What was changed needs a yes again.
    await author.getByRole('button', { name: /^Wyślij do 240 osób/ }).click()
    await author.getByRole('button', { name: 'Poproś o zgodę' }).click()
    await author
      .getByText('Czeka na zgodę drugiej osoby.')
      .or(author.getByRole('heading', { name: 'Co się zmieniło od ostatniej zgody' }))
      .first()
      .waitFor()
    await author.context().close()

    await town.go(page, `/broadcasts/${scene.review}`)
    await page.getByRole('heading', { name: 'Co się zmieniło od ostatniej zgody' }).waitFor()
    expect(await page.locator('main del').allTextContents()).toEqual(['środę '])
    expect(await page.locator('main ins').allTextContents()).toEqual(['czwartek '])
    expect(await violations(page)).toEqual([])
    await page.getByLabel(/^Uwaga/).fill('Sala jest wolna w piątek.')
    await page.getByRole('button', { name: 'Zwróć do poprawy' }).click()
    await page.getByText('Zwrócono do poprawy.').waitFor()
    await page.getByText('Sala jest wolna w piątek.').waitFor()
    await page.context().close()
  },
)

test(
  'who was not reached is told why in words, and only those of one reason get it again',
  { timeout: 60_000 },
  async () => {
    const page = await town.desk(`/broadcasts/${scene.sent}`)
    const line = page.getByRole('listitem').filter({ hasText: 'Operator nie zna tego numeru.' })
    await line.getByText('Sprawdź numery w kartach osób').waitFor()
    await line.getByRole('button', { name: /^Ponów tylko te/ }).click()
    const dialog = page.getByRole('dialog')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: /^Wyślij ponownie do \d+ osób/ }).click()
    await page.getByText(/wraca(ją)? do kolejki/).waitFor()
    const file = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Pobierz listę' }).click()
    expect((await file).suggestedFilename()).toBe(`broadcast-${scene.sent}.csv`)
  },
)

test('a warning goes out at once on one person’s word, however many it is for', { timeout: 60_000 }, async () => {
  const page = await town.desk()
  await page.getByRole('link', { name: 'Ostrzeżenie' }).click()
  await page.getByText('Pójdzie od razu, przed wszystkim innym').waitFor()
  await page.getByRole('button', { name: 'Dodaj odbiorców' }).click()
  await page.getByRole('checkbox', { name: /^Mieszkańcy/ }).check()
  await page.getByRole('button', { name: 'Gotowe' }).click()
  await page.getByRole('textbox', { name: 'Treść' }).fill('Uwaga! Silny wiatr do 22:00. Zostan w domu.')
  await page.getByText('Policzone osoba po osobie.').waitFor()
  await page.getByRole('button', { name: /^Wyślij do 240 osób/ }).click()
  const gate = page.getByRole('dialog')
  await gate.getByText('Wysyłasz samodzielnie, bez zgody drugiej osoby.').waitFor()
  expect(await violations(page)).toEqual([])
  await gate.getByRole('button', { name: /^Wyślij do 240 osób/ }).click()
  await page.locator('[data-part=delivered]').waitFor()
  expect(await page.getByRole('button', { name: 'Cofnij' }).count()).toBe(0)
})

test(
  'a new message begun on a page of something else is new, and a similar one leaves the first as it was',
  { timeout: 60_000 },
  async () => {
    const page = await town.desk(`/broadcasts/${scene.sent}`)
    await page.locator('main h1').waitFor()
    for (const name of ['Nowa wiadomość', 'Ostrzeżenie', 'Napisz podobną']) {
      const address = await page.getByRole('link', { name, exact: true }).first().getAttribute('href')
      expect([name, new URL(address ?? '', town.url).pathname]).toEqual([name, '/console/compose'])
    }
  },
)

test('a session that ends in the middle of a text loses none of it', { timeout: 90_000 }, async () => {
  const page = await town.open()
  await page.locator('[name=email]').fill(town.clerk)
  await page.locator('[name=password]').fill(town.password)
  await page.locator('form button[type=submit]').click()
  await page.getByRole('link', { name: 'Nowa wiadomość' }).click()
  const text = page.getByRole('textbox', { name: 'Treść' })
  await text.fill('Pierwsze zdanie.')
  await page.getByText(/^Szkic zapisany/).waitFor()
  await page.context().clearCookies()
  await text.fill('Pierwsze zdanie. Drugie zdanie.')
  const dialog = page.getByRole('dialog', { name: 'Zaloguj się jeszcze raz' })
  await dialog.waitFor()
  expect(await violations(page)).toEqual([])
  await dialog.locator('[name=password]').fill(town.password)
  await dialog.getByRole('button', { name: 'Zaloguj się' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText(/^Szkic zapisany/).waitFor()
  await page.reload()
  expect(await page.getByRole('textbox', { name: 'Treść' }).inputValue()).toBe('Pierwsze zdanie. Drugie zdanie.')
  await page.context().close()
})

test('who saves over a colleague’s version is asked, and nothing is lost', { timeout: 90_000 }, async () => {
  const page = await town.desk(`/compose/${scene.draft}`)
  const text = page.getByRole('textbox', { name: 'Treść' })
  await text.waitFor()
  const other = await town.signIn({ path: `/compose/${scene.draft}` })
  await other.getByRole('textbox', { name: 'Treść' }).fill('Ich wersja.')
  await other.getByText(/^Szkic zapisany/).waitFor()
  await other.context().close()
  await text.fill('Moja wersja.')
  await page.getByText('Ten szkic zmienił się w tym czasie').waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Zostaw moją' }).click()
  await page.getByText(/^Szkic zapisany/).waitFor()
  await page.getByRole('button', { name: 'Wersje' }).click()
  await page.getByRole('menuitem', { name: /Ich wersja/ }).waitFor()
})

test('however many tabs are open, one stream brings the news to all of them', { timeout: 60_000 }, async () => {
  const page = await town.signIn({ path: '/inbox' })
  const tab = await page.context().newPage()
  await tab.goto(at('/inbox'))
  for (const each of [page, tab]) await each.locator('main ul a').first().waitFor()
  const devtools = await town.browser.newBrowserCDPSession()
  const { targetInfos } = await devtools.send('Target.getTargets')
  const mine = targetInfos.find(({ type, url }) => type === 'page' && url === at('/inbox'))?.browserContextId
  const here = targetInfos.filter(({ browserContextId }) => browserContextId === mine).map(({ type }) => type)
  expect(here.sort()).toEqual(['page', 'page', 'shared_worker'])
  await page.evaluate(async () => {
    const { items } = (await (await fetch('/console-api/channels')).json()) as { items: { sender: string }[] }
    await fetch('/simulator/phones/%2B48600001014/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: items[0]?.sender, text: 'Czy urząd jest czynny w sobotę?' }),
    })
  })
  for (const each of [page, tab]) await each.getByText('Czy urząd jest czynny w sobotę?').first().waitFor()
  await page.context().close()
})
