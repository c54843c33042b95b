import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestTown, violations, type TestTown } from './test-town.ts'

/** A resident of the demo town whose number behaves well. */
const phone = '+48 600 001 000'
const words = 'Czy w czwartek odbierzecie też starą kanapę?'
const answer = 'Tak, odbierzemy. Proszę wystawić ją do godziny siódmej.'

let town: TestTown
let page: Page

beforeAll(async () => {
  town = await openTestTown()
  page = await town.open()
}, 180_000)

afterAll(() => town?.close(), 60_000)

test(
  'a clerk writes to everyone, a resident answers, and the answer to that reaches the phone',
  { timeout: 120_000 },
  async () => {
    await page.getByLabel('Adres e-mail').fill(town.clerk)
    await page.getByLabel('Hasło', { exact: true }).fill(town.password)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Zaloguj się' }).click()

    await page.getByRole('link', { name: 'Nowa wiadomość' }).click()
    await page.getByRole('button', { name: 'Dodaj odbiorców' }).click()
    await page.getByRole('checkbox', { name: /^Mieszkańcy/ }).check()
    await page.getByRole('button', { name: 'Gotowe' }).click()
    await page.getByRole('textbox', { name: 'Treść' }).fill('W czwartek odbieramy odpady w sołectwie {{ sołectwo }}.')
    await page.getByText('Policzone osoba po osobie.').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: /^Wyślij do 240 osób/ }).click()
    const gate = page.getByRole('dialog')
    await gate.getByText('240 osób').first().waitFor()
    expect(await violations(page)).toEqual([])
    await gate.getByRole('button', { name: /^Wyślij do 240 osób/ }).click()
    // At night the gate asks once more.
    const insist = page.getByRole('button', { name: /^Wyślij teraz mimo ciszy nocnej/ })
    const hurry = page.getByRole('button', { name: 'Wyślij teraz', exact: true })
    const refusal = gate.getByRole('alert')
    await hurry.or(refusal).first().waitFor()
    if (await insist.isVisible()) await insist.click()
    else expect(await refusal.allTextContents()).toEqual([])
    // For a minute it can be taken back; who is sure need not wait.
    await page.getByRole('button', { name: 'Cofnij' }).waitFor()
    expect(await violations(page)).toEqual([])
    await hurry.click()

    // The numbers move by themselves.
    await expect
      .poll(() => page.locator('[data-part=delivered] b').textContent(), { timeout: 30_000 })
      .toMatch(/^2\d\d$/)
    expect(await violations(page)).toEqual([])

    await page.getByRole('link', { name: 'Skrzynka' }).click()
    await page.getByRole('heading', { name: 'Skrzynka' }).waitFor()

    const phones = await town.browser.newPage({ viewport: { width: 390, height: 844 } })
    await phones.context().addCookies(await page.context().cookies())
    await phones.goto(`${town.url}/simulator/`)
    await phones.getByLabel('Szukaj numeru').fill(phone)
    const card = phones.getByRole('article').filter({ hasText: phone })
    await card.getByText('odpady w sołectwie').waitFor()
    await card.getByLabel('Odpisz').fill(words)
    await card.getByRole('button', { name: 'Wyślij' }).click()

    // Without a reload.
    await page.getByRole('link', { name: new RegExp(words.slice(0, 20)) }).click()
    await page.locator('#answer').fill(answer)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Odpisz' }).click()
    await card.getByText(answer).waitFor()
    await page.getByRole('log').getByText('doręczona').waitFor()
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await violations(page)).toEqual([])
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
  const other = await town.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'pl-PL' })
  const invited = await other.newPage()
  await invited.goto(link)
  await invited.getByRole('heading', { name: /zaprasza/ }).waitFor()
  expect(await violations(invited)).toEqual([])
  await invited.getByLabel('Nowe hasło', { exact: true }).fill('cztery spokojne słowa razem')
  await invited.getByRole('button', { name: 'Zapisz i wejdź' }).click()
  await invited.getByRole('link', { name: 'Skrzynka' }).waitFor()
  expect(invited.url()).not.toContain('#')
  await invited.goto('about:blank')
  await invited.goto(link)
  await invited.getByText('Ten link już nie działa').waitFor()
  expect(await violations(invited)).toEqual([])
  await other.close()
})
