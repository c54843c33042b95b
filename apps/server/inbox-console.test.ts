import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConversationPage } from '@kurenda/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clerkDesk, invitedDesk, received, writeFrom, type Desk } from './test-desk.ts'
import { openTestTown, violations, type TestTown } from './test-town.ts'

const anna = '+48600001000'
const jan = '+48600001007'
const maria = '+48600001014'
const question = 'Czy w czwartek odbierzecie też starą kanapę?'

let town: TestTown
let desk: Desk
let colleague: Desk

beforeAll(async () => {
  town = await openTestTown()
  desk = await clerkDesk(town)
  colleague = await invitedDesk(town, desk, { email: 'pawel@przykladowo.example', name: 'Paweł Wzór', role: 'agent' })
  const kept = { name: 'Przyjęliśmy', kind: 'reply', texts: { pl: 'Dzień dobry, {{ imię i nazwisko }}. Przyjęliśmy.' } }
  await desk.call('POST', '/templates', kept)
  await writeFrom(town, desk, anna, question)
  await writeFrom(town, desk, jan, 'Woda stoi przy przepuście.')
  await writeFrom(town, desk, maria, 'Kiedy kasa jest czynna?')
}, 180_000)
afterAll(() => town?.close(), 60_000)

const heads = ({ page }: Desk) => page.locator('[data-conversation]')
const box = ({ page }: Desk) => page.locator('#answer')

async function openFrom(at: Desk, phone: string, list = 'all'): Promise<void> {
  const found = async () =>
    (await at.call<ConversationPage>('GET', '/conversations')).items.find(({ from }) => from === phone)?.id
  await expect.poll(found).toBeDefined()
  await town.go(at.page, `/inbox/${await found()}?view=${list}`)
  await box(at).waitFor()
}

test('a conversation is found, answered and closed by keyboard alone', { timeout: 90_000 }, async () => {
  const { page } = desk
  await town.go(page, '/inbox')
  await heads(desk).nth(2).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Skróty klawiszowe' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.keyboard.press('/')
  await page.keyboard.type('kanap')
  await page.getByRole('list', { name: 'Znalezione' }).waitFor()
  await expect.poll(() => heads(desk).count()).toBe(1)
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await box(desk).waitFor()
  await page.keyboard.press('r')
  await expect.poll(() => page.evaluate<string>('document.activeElement.id')).toBe('answer')
  await page.keyboard.type('Tak, odbierzemy. Proszę wystawić ją do siódmej.')
  await page.getByText(/1 część SMS · 0,08/).waitFor()
  await page.keyboard.press('Control+Enter')
  await expect
    .poll(() => received(town, desk, anna), { timeout: 30_000 })
    .toEqual(['Tak, odbierzemy. Proszę wystawić ją do siódmej.'])
  await page.getByRole('log').getByText('doręczona').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  await page.getByText('Zakończono rozmowę.').waitFor()
  await page.getByRole('button', { name: 'Cofnij' }).click()
  await page.getByText('Cofnięto.').waitFor()
})

test(
  'an answer can be taken back before it leaves, and what was begun is there after a reload',
  { timeout: 60_000 },
  async () => {
    const { page } = desk
    await openFrom(desk, jan)
    await page.getByRole('button', { name: 'Przyjęliśmy' }).click()
    const answer = /^Dzień dobry, .+ Przyjęliśmy\.$/
    await expect.poll(() => box(desk).inputValue()).toMatch(answer)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('log').getByRole('button', { name: 'Cofnij' }).click()
    await expect.poll(() => box(desk).inputValue()).toMatch(answer)
    await page.reload()
    await expect.poll(() => box(desk).inputValue()).toMatch(answer)
    await heads(desk).filter({ hasText: 'szkic' }).waitFor()
    await box(desk).fill('')
    expect(await received(town, desk, jan)).toEqual([])
  },
)

test(
  'two who open one conversation see each other, and only one of two answers leaves',
  { timeout: 90_000 },
  async () => {
    await openFrom(desk, maria)
    await openFrom(colleague, maria)
    await desk.page.getByText('Paweł Wzór: też tu jest.').waitFor()
    await box(colleague).fill('Od ósmej do czternastej.')
    await desk.page.getByText(/Paweł Wzór: właśnie pisze/).waitFor()
    expect(await violations(desk.page)).toEqual([])
    await box(desk).fill('Kasa jest czynna od 8 do 14.')
    await Promise.all([desk, colleague].map(({ page }) => page.getByRole('button', { name: 'Odpisz' }).click()))
    const refused = () =>
      Promise.all([desk, colleague].map(({ page }) => page.getByRole('alert').getByText('Ktoś był szybszy').count()))
    await expect.poll(async () => (await refused()).sort(), { timeout: 30_000 }).toEqual([0, 1])
    await expect.poll(async () => (await received(town, desk, maria)).length, { timeout: 30_000 }).toBe(1)
    const values = await Promise.all([desk, colleague].map((one) => box(one).inputValue()))
    // Who was refused still has what they wrote.
    expect(values.filter((value) => value !== '')).toHaveLength(1)
  },
)

test('a note that calls a colleague waits in their list until they have read it', { timeout: 60_000 }, async () => {
  await town.go(colleague.page, '/inbox?view=mentioned')
  await colleague.page.getByText('Nikt cię teraz nie woła').waitFor()
  const { page } = desk
  await openFrom(desk, jan)
  await page.getByRole('log').focus()
  await page.keyboard.press('n')
  await page.keyboard.type('Koparka będzie jutro. @paw')
  await page.getByRole('option', { name: 'Paweł Wzór' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.keyboard.type('odpiszesz?')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('log').getByText('@Paweł Wzór').waitFor()
  // Without a reload.
  await heads(colleague).first().click()
  await colleague.page.getByRole('log').getByText('Koparka będzie jutro.').waitFor()
  await colleague.page.getByText('Nikt cię teraz nie woła').waitFor()
})

test('taken, put off and brought back, with menus that axe has nothing against', { timeout: 60_000 }, async () => {
  const { page } = desk
  await openFrom(desk, jan)
  await page.getByRole('log').focus()
  await page.keyboard.press('a')
  await page.getByRole('menuitem', { name: 'Weź dla siebie' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('menuitem', { name: 'Weź dla siebie' }).click()
  await page.getByText('Rozmowa jest twoja.').waitFor()
  await page.getByRole('log').focus()
  await page.keyboard.press('s')
  await page.getByRole('menuitem', { name: 'Wybierz dzień i godzinę…' }).click()
  await page.getByLabel('Wróci').fill('2020-01-01T08:00')
  await page.getByRole('button', { name: 'Odłóż' }).last().click()
  await page.getByText('Ta chwila już minęła.').waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.keyboard.press('s')
  await page.getByRole('menuitem', { name: 'Na dwie godziny' }).click()
  await page.getByText(/^Odłożono\. Wróci:/).waitFor()
  await town.go(page, '/inbox?view=snoozed')
  await heads(desk).filter({ hasText: 'wróci:' }).waitFor()
})

test('a tab that nobody looks at says in its title how many wrote', { timeout: 60_000 }, async () => {
  const { page } = desk
  await town.go(page, '/inbox')
  await heads(desk).first().waitFor()
  await page.evaluate(`
    Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  `)
  await writeFrom(town, desk, '+48600001021', 'Dzień dobry, czy most jest otwarty?')
  await expect.poll(() => page.title()).toMatch(/^\(\d+\) Skrzynka/)
})

test('on a phone the list comes first, then the conversation, in either theme', { timeout: 90_000 }, async () => {
  for (const look of [{ dark: false }, { dark: true, language: 'en' }] as const) {
    const { page, context } = await clerkDesk(town, { width: 390, path: '/inbox?view=all', ...look })
    const first = page.locator('[data-conversation]').first()
    await first.waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: look.dark ? 'Lists of conversations' : 'Listy rozmów' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await first.click()
    await page.locator('#answer').waitFor()
    expect(await first.isVisible()).toBe(false)
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: look.dark ? 'All conversations' : 'Wszystkie rozmowy' }).click()
    await first.waitFor()
    await page.setViewportSize({ width: 1440, height: 900 })
    await first.click()
    await page.locator('#answer').waitFor()
    expect(await violations(page)).toEqual([])
    await context.close()
  }
})

test(
  'who wrote to a name that cannot be answered is not answered, and staff are told why',
  { timeout: 60_000 },
  async () => {
    const [smppPort] = readFileSync(join(town.dataDir, 'simulator-ports'), 'utf8').split(' ').map(Number)
    const password = readFileSync(join(town.dataDir, 'secrets', 'simulator'), 'utf8').trim()
    await desk.call('POST', '/channels', {
      type: 'smpp',
      name: 'telefony próbne',
      sender: 'GMINA',
      config: { host: '127.0.0.1', port: smppPort, systemId: 'kurenda', password },
    })
    await writeFrom(town, desk, '+48600001028', 'Kiedy sesja rady?', 'GMINA')
    const { page } = desk
    await town.go(page, '/inbox')
    await heads(desk).filter({ hasText: 'Kiedy sesja rady?' }).click()
    await page.getByText('Odpowiedź', { exact: true }).click()
    await page.getByText(/nie można stąd odpisać: pisała na nazwę „GMINA”/).waitFor()
    expect(await violations(page)).toEqual([])
  },
)
