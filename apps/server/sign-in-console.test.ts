import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeOf, secretIn } from '../../modules/accounts/test-codes.ts'
import { clerkDesk, invitedDesk, type Desk } from './test-desk.ts'
import { openTestTown, violations, violationsInBothThemes, type TestTown } from './test-town.ts'

const password = 'cztery spokojne słowa razem'
const ewa = { email: 'ewa@przykladowo.example', name: 'Ewa Ostrożna', role: 'agent' }

let town: TestTown
let clerk: Desk
let own: Desk
/** The office's provider: on this machine, and hence allowed by the operator before the town starts. */
let provider: Server
beforeAll(async () => {
  provider = createServer()
  await once(provider.listen(0, '127.0.0.1'), 'listening')
  process.env['OUTGOING_HOSTS'] = new URL(issuer()).host
  town = await openTestTown()
  clerk = await clerkDesk(town)
  own = await invitedDesk(town, clerk, ewa, '/settings/account')
}, 180_000)
afterAll(async () => {
  provider.closeAllConnections()
  provider.close()
  await town?.close()
}, 60_000)

const issuer = () => `http://127.0.0.1:${(provider.address() as AddressInfo).port}`

/** The sign-in page as a browser shows it that nobody is signed in at. */
async function door(host = town.url): Promise<Page> {
  const page = await town.open()
  if (host !== town.url) await page.goto(host)
  await page.locator('[name=email]').waitFor()
  return page
}

async function givePassword(page: Page): Promise<void> {
  await page.locator('[name=email]').fill(ewa.email)
  await page.locator('[name=password]').fill(password)
  await page.getByRole('button', { name: 'Zaloguj się', exact: true }).click()
}

const atWork = (page: Page) => page.getByRole('link', { name: 'Skrzynka' }).first().waitFor()

test(
  'a code from the phone is asked for after the password; without the phone a kept code lets in, once',
  { timeout: 120_000 },
  async () => {
    const { page } = own
    await page.getByRole('button', { name: 'Włącz', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Obecne hasło').fill(password)
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Dalej' }).click()
    await dialog.getByRole('img', { name: /QR/ }).waitFor()
    await dialog.getByText('pokaż klucz do wpisania').click()
    const secret = (await dialog.locator('code').textContent()) ?? ''
    await dialog.getByLabel('Kod z aplikacji').fill('000000')
    await dialog.getByRole('button', { name: 'Włącz' }).click()
    await dialog.getByText('Ten kod się nie zgadza').waitFor()
    expect(await violations(page)).toEqual([])
    await dialog.getByLabel('Kod z aplikacji').fill(codeOf(secret))
    await dialog.getByRole('button', { name: 'Włącz' }).click()
    await dialog.getByText('Drugi składnik działa').waitFor()
    const codes = await dialog.locator('code').allTextContents()
    expect(codes).toHaveLength(10)
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Zapisane' }).click()
    await page.getByText('włączony', { exact: true }).waitFor()

    const phone = await door()
    await givePassword(phone)
    await phone.getByLabel('Kod z aplikacji').fill(codeOf(secret))
    expect(await violations(phone)).toEqual([])
    await phone.getByRole('button', { name: 'Zaloguj się' }).click()
    await atWork(phone)
    await phone.context().close()

    for (const works of [true, false]) {
      const lost = await door()
      await givePassword(lost)
      await lost.getByRole('button', { name: /użyj kodu zapasowego/ }).click()
      await lost.getByLabel('Kod zapasowy').fill(codes[0] ?? '')
      await lost.getByRole('button', { name: 'Zaloguj się' }).click()
      await (works ? atWork(lost) : lost.getByText('Ten kod się nie zgadza').waitFor())
      await lost.context().close()
    }
  },
)

test('an administrator takes the second factor off a colleague who lost the phone', { timeout: 60_000 }, async () => {
  const { page } = clerk
  await town.go(page, '/settings/team')
  await page.getByRole('button', { name: `Zmień: ${ewa.name}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Usuń drugi składnik' }).click()
  await page.getByText('Wystarczy teraz samo hasło').waitFor()
  const back = await door()
  await givePassword(back)
  await atWork(back)
  await back.context().close()
  await town.go(page, '/settings/audit')
  await page.getByRole('cell', { name: 'usunięcie drugiego składnika' }).waitFor()
})

/** A device that has a finger's print to ask for. */
async function giveFinger(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

test('a passkey made in the browser signs in without a password', { timeout: 90_000 }, async () => {
  // Passkeys belong to a name, and the town on its own machine has one besides its number.
  const named = town.url.replace('127.0.0.1', 'localhost')
  const page = await door(named)
  await giveFinger(page)
  await givePassword(page)
  await atWork(page)
  await page.goto(`${named}/console/settings/account`)
  await page.getByRole('button', { name: 'Dodaj klucz dostępu' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Nazwa urządzenia').fill('laptop w pracy')
  await dialog.getByLabel('Obecne hasło').fill(password)
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Dodaj klucz dostępu' }).click()
  await page.getByText('Klucz dostępu „laptop w pracy” gotowy.').waitFor()
  expect(await violations(page)).toEqual([])

  await page.context().clearCookies()
  await page.goto(named)
  await page.getByRole('button', { name: 'Zaloguj się kluczem dostępu' }).click()
  await atWork(page)
  await page.goto(`${named}/console/settings/account`)
  await page.getByText(/ostatnio: dziś|ostatnio: dzisiaj/).waitFor()
  await page.getByRole('button', { name: 'Usuń: laptop w pracy' }).click()
  await page.getByText('Usunięto: laptop w pracy.').waitFor()
  await page.context().clearCookies()
  await page.goto(named)
  await page.getByRole('button', { name: 'Zaloguj się kluczem dostępu' }).click()
  await page.getByText('Tego klucza dostępu nie znamy').waitFor()
  await page.context().close()
})

test('where the town is called by a number, no passkey is offered', async () => {
  const page = await door()
  await expect.poll(() => page.getByRole('button', { name: 'Zaloguj się kluczem dostępu' }).count()).toBe(0)
  await page.context().close()
})

/** A real provider; whoever signs in is known by the address they enter. */
function openProvider(redirectUri: string): void {
  const oidc = new Provider(issuer(), {
    clients: [{ client_id: 'kurenda', client_secret: 'sekret-z-testu', redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: `osoba-${id}`, email: id, email_verified: !id.startsWith('niepewna') }),
    }),
    cookies: { keys: ['test'] },
    pkce: { required: () => true },
  })
  provider.on('request', (request, response) => void oidc.callback()(request, response))
}

test('staff come in with the account of their office, and nobody else does', { timeout: 120_000 }, async () => {
  const { page } = clerk
  await town.go(page, '/settings/organization')
  const redirectUri = await page.getByLabel('Adres powrotny do wpisania u dostawcy').inputValue()
  expect(redirectUri).toBe(`${town.url}/console-api/auth/oidc/callback`)
  openProvider(redirectUri)
  const form = page.locator('section[aria-labelledby=provider]')
  await form.getByLabel('Napis na przycisku').fill('Zaloguj się kontem urzędu')
  // What is refused is said beside its field, and what was typed stays.
  await form.getByLabel('Adres dostawcy (issuer)').fill('https://169.254.169.254')
  await form.getByLabel('Identyfikator klienta').fill('kurenda')
  await form.getByLabel('Sekret klienta').first().fill('sekret-z-testu')
  await form.getByRole('button', { name: 'Zapisz' }).click()
  await form.getByText('Adres 169.254.169.254 jest w sieci wewnętrznej').waitFor()
  expect(await violations(page)).toEqual([])
  await form.getByLabel('Adres dostawcy (issuer)').fill(issuer())
  expect(await violations(page)).toEqual([])
  await form.getByRole('button', { name: 'Zapisz' }).click()
  await page.getByText('Zapisano. Dostawca odpowiada.').waitFor()

  const enter = async (address: string) => {
    const visitor = await door()
    expect(await violations(visitor)).toEqual([])
    await visitor.getByRole('link', { name: 'Zaloguj się kontem urzędu' }).click()
    await visitor.locator('[name=login]').fill(address)
    await visitor.locator('[name=password]').fill('dowolne')
    await visitor.locator('[type=submit]').click()
    await visitor.getByRole('button', { name: 'Continue' }).click()
    return visitor
  }
  const known = await enter(ewa.email)
  await atWork(known)
  await town.go(known, '/settings/account')
  await known.getByText('Zalogował Cię urząd swoim logowaniem').first().waitFor()
  await known.context().close()
  const stranger = await enter('obcy@gdzie-indziej.example')
  await stranger.getByText('nie ma tu konta z tym adresem').waitFor()
  await stranger.context().close()
  // What comes back without having been asked for opens nothing.
  const forged = await town.open()
  await forged.goto(`${redirectUri}?code=abc&state=def`)
  await forged.getByText('nie potwierdziło, kim jesteś').waitFor()
  await forged.context().close()
})

/** The office asks everyone, by the switch that only who has a factor themselves can turn. */
async function askEveryone(): Promise<void> {
  const { page } = clerk
  await town.go(page, '/settings/organization')
  const form = page.locator('section[aria-labelledby=second-factor-rule]')
  await form.getByText('Najpierw włącz go na swoim koncie').waitFor()
  expect(await form.getByLabel('Wszyscy').isDisabled()).toBe(true)
  const proof = { password: town.password }
  const { uri } = await clerk.call<{ uri: string }>('POST', '/auth/second-factor/begin', proof)
  await clerk.call('POST', '/auth/second-factor/confirm', { code: codeOf(secretIn(uri)) })
  await page.reload()
  await form.getByLabel('Wszyscy').check()
  await form.getByText(/^\d+ os.* nie ma/).waitFor()
  expect(await violationsInBothThemes(page)).toEqual([])
  await form.getByRole('button', { name: 'Zapisz' }).click()
  await page.getByText('Zapisano.').waitFor()
}

test(
  'a second factor that becomes required is asked for over a draft, which stays, and at the door before anything else',
  { timeout: 180_000 },
  async () => {
    const ola = { email: 'ola@przykladowo.example', name: 'Ola Pisząca', role: 'editor' }
    const { page: phone } = await invitedDesk(town, clerk, ola, '/compose')
    await phone.setViewportSize({ width: 390, height: 844 })
    await phone.getByRole('button', { name: 'Treść' }).click()
    const text = phone.locator('[data-pane=what] textarea').first()
    await text.fill('Jutro od 8 nie będzie wody')
    await askEveryone()
    await text.fill('Jutro od 8 nie będzie wody na Długiej.')
    const dialog = phone.getByRole('dialog', { name: 'Ustaw drugi składnik' })
    await dialog.getByLabel('Obecne hasło').fill(password)
    expect(await violationsInBothThemes(phone)).toEqual([])
    await dialog.getByRole('button', { name: 'Dalej' }).click()
    await dialog.getByText('pokaż klucz do wpisania').click()
    await dialog.getByLabel('Kod z aplikacji').fill(codeOf((await dialog.locator('code').textContent()) ?? ''))
    await dialog.getByRole('button', { name: 'Włącz' }).click()
    await dialog.getByRole('button', { name: 'Zapisane' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await text.inputValue()).toBe('Jutro od 8 nie będzie wody na Długiej.')
    await phone.getByText(/^Szkic zapisany/).waitFor()
    await phone.context().close()

    // At the door, by a name, for passkeys need one.
    const named = town.url.replace('127.0.0.1', 'localhost')
    const page = await door(named)
    await giveFinger(page)
    await givePassword(page)
    await page.getByRole('heading', { name: 'Ustaw drugi składnik' }).waitFor()
    await page.getByRole('button', { name: 'Klucz dostępu' }).waitFor()
    expect(await page.getByRole('link').count()).toBe(0)
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.goto(`${named}/console/inbox`)
    await page.getByRole('button', { name: 'Klucz dostępu' }).click()
    await page.getByLabel('Nazwa urządzenia').fill('laptop w pracy')
    await page.getByLabel('Obecne hasło').fill(password)
    await page.getByRole('button', { name: 'Dodaj klucz dostępu' }).click()
    await atWork(page)
    expect(new URL(page.url()).pathname).toBe('/console/inbox')

    // The password alone is not enough from now on, the passkey is.
    await page.context().clearCookies()
    await page.goto(named)
    await givePassword(page)
    await page.getByRole('heading', { name: 'Zaloguj się jeszcze raz' }).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.getByRole('button', { name: 'Zaloguj się kluczem dostępu' }).click()
    await atWork(page)
    await page.goto(`${named}/console/settings/account`)
    await page.getByText('ostatniego nie można wyłączyć').waitFor()
    expect(await page.getByRole('button', { name: 'Usuń: laptop w pracy' }).count()).toBe(0)
    await page.context().close()
    await town.go(clerk.page, '/settings/audit')
    await clerk.page.getByRole('cell', { name: 'wymóg drugiego składnika' }).waitFor()
  },
)
