import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePng } from '../../modules/accounts/test-picture.ts'
import { clerkDesk, type Desk } from './test-desk.ts'
import { openTestTown, violations, type TestTown } from './test-town.ts'

let town: TestTown
let desk: Desk

beforeAll(async () => {
  town = await openTestTown()
  desk = await clerkDesk(town)
}, 180_000)
afterAll(() => town?.close(), 60_000)

async function go(page: string): Promise<void> {
  await town.go(desk.page, `/settings/${page}`)
  await desk.page.locator('main h1').waitFor()
}

test(
  'a channel is added by its form, and its test against the provider says that it works',
  { timeout: 120_000 },
  async () => {
    const { page } = desk
    const port = readFileSync(join(town.dataDir, 'simulator-ports'), 'utf8').split(' ')[0] ?? ''
    const password = readFileSync(join(town.dataDir, 'secrets', 'simulator'), 'utf8').trim()
    await go('channels')
    await page.getByRole('button', { name: 'Dodaj kanał' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('textbox', { name: 'Nazwa', exact: true }).fill('drugi operator')
    await form.getByRole('textbox', { name: 'Nadawca', exact: true }).fill('bez sensu, za długie')
    await form.getByLabel('Serwer operatora').fill('127.0.0.1')
    await form.getByRole('textbox', { name: 'Port', exact: true }).fill(port)
    await form.getByLabel('Login (system_id)').fill('kurenda')
    await form.getByLabel('Hasło', { exact: false }).first().fill(password)
    await form.getByRole('button', { name: 'Zapisz' }).click()
    // What is wrong is said, and what was typed stays.
    await form.getByRole('alert').waitFor()
    expect(await form.getByLabel('Serwer operatora').inputValue()).toBe('127.0.0.1')
    expect(await violations(page)).toEqual([])
    await form.getByRole('textbox', { name: 'Nadawca', exact: true }).fill('48600100202')
    await form.getByRole('button', { name: 'Zapisz' }).click()
    await page.getByText('Kanał „drugi operator” zapisany.').waitFor()
    await page.getByRole('button', { name: 'Sprawdź: drugi operator' }).click()
    await page.getByText('Sprawdzone: działa').waitFor({ timeout: 40_000 })
    // Its password is never read back.
    await page.getByRole('button', { name: 'Zmień: drugi operator' }).click()
    await form.getByText('Zapisane. Wypełnij tylko, gdy się zmienia.').waitFor()
    expect(await form.getByLabel('Hasło', { exact: false }).first().inputValue()).toBe('')
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Zapis wymiany: drugi operator' }).click()
    await page.getByRole('button', { name: 'Zapisuj wszystko przez 10 minut' }).click()
    await page.getByText(/^Zapisujemy wszystko do:/).waitFor()
  },
)

test(
  'the office shows its own colour and logo, and a colour in which nobody can read is mended first',
  { timeout: 90_000 },
  async () => {
    const { page } = desk
    await go('organization')
    await page.getByLabel('Własny kolor urzędu').check()
    const colour = page.getByRole('textbox', { name: 'Kolor', exact: true })
    await colour.fill('#ffd500')
    await page.getByText(/^Za jasny: napisy mają kontrast/).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: /^Użyj czytelnego #/ }).click()
    await page.getByText(/^Czytelny: kontrast/).waitFor()
    const chosen = await colour.inputValue()
    await page.getByRole('button', { name: 'Zapisz' }).first().click()
    await page.getByText('Zapisano.').waitFor()
    const accent = () => page.evaluate<string>("document.documentElement.style.getPropertyValue('--k-accent')")
    await expect.poll(accent).toContain(chosen)
    await page.locator('section[aria-labelledby=logo] input[type=file]').setInputFiles({
      name: 'logo.png',
      mimeType: 'image/png',
      buffer: makePng(160, 64, [122, 21, 51]),
    })
    await page.getByText('Logo zapisane.').waitFor()
    await page.locator('header img').first().waitFor()
    const drawn = () => page.evaluate<number>("document.querySelector('header img').naturalWidth")
    await expect.poll(drawn).toBe(160)
    expect(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
    await page.getByRole('button', { name: 'Usuń logo' }).click()
    await page.getByText('Logo usunięte.').waitFor()
  },
)

test('who is invited opens the link that was copied, and is at work', { timeout: 90_000 }, async () => {
  const { page } = desk
  await go('team')
  await page.getByRole('button', { name: 'Zaproś osobę' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Imię i nazwisko').fill('Paweł Wzór')
  await form.getByLabel('Adres e-mail').fill('pawel@przykladowo.example')
  expect(await violations(page)).toEqual([])
  await form.getByRole('button', { name: 'Zaproś' }).click()
  const link = (await form.locator('code').textContent()) ?? ''
  expect(await violations(page)).toEqual([])
  const invited = await town.open()
  await invited.goto(link)
  await invited.getByLabel('Nowe hasło').fill('cztery spokojne słowa razem')
  await invited.getByRole('button', { name: 'Zapisz i wejdź' }).click()
  await invited.getByRole('link', { name: 'Skrzynka' }).waitFor()
  // An agent is not shown what is not theirs.
  await invited.goto(`${town.url}/console/settings`)
  await invited.getByRole('link', { name: 'Moje konto' }).waitFor()
  expect(await invited.getByRole('link', { name: 'Klucze API' }).count()).toBe(0)
  await invited.context().close()
})

test('a key is shown once, and the audit names who made it and that its chain holds', { timeout: 60_000 }, async () => {
  const { page } = desk
  await go('keys')
  await page.getByRole('button', { name: 'Nowy klucz' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Nazwa').fill('system podatkowy')
  await form.getByLabel('wysyłać wiadomości').check()
  expect(await violations(page)).toEqual([])
  await form.getByRole('button', { name: 'Utwórz klucz' }).click()
  expect(await form.locator('code').textContent()).toMatch(/^kur_/)
  await form.getByRole('button', { name: 'Zamknij' }).last().click()
  await page.getByText('system podatkowy').waitFor()
  await go('audit')
  await page.getByText(/^Łańcuch sprawdzony: \d+/).waitFor()
  await page.getByLabel('Czego dotyczy').selectOption('api-key')
  await expect.poll(() => new URL(page.url()).searchParams.get('noun')).toContain('api-key')
  await page
    .getByRole('cell', { name: /klucz API/ })
    .first()
    .waitFor()
})

test('a canned reply is kept, and its next version too', { timeout: 60_000 }, async () => {
  const { page } = desk
  await go('templates')
  await page.getByRole('button', { name: 'Nowy szablon' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Nazwa').fill('Kasa')
  await form.getByLabel('Treść').fill('Kasa jest czynna od 8 do 14.')
  expect(await violations(page)).toEqual([])
  await form.getByRole('button', { name: 'Zapisz' }).click()
  await page.getByRole('button', { name: 'Zmień: Kasa' }).click()
  await form.getByLabel('Treść').fill('Kasa jest czynna od 8 do 15.')
  await form.getByRole('button', { name: 'Zapisz' }).click()
  await page.getByText('wersja 2').waitFor()
})
