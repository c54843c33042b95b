import type { Contact } from '@kurenda/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestTown, violations, type TestTown } from './test-town.ts'

let town: TestTown
beforeAll(async () => {
  town = await openTestTown()
}, 240_000)
afterAll(() => town?.close(), 60_000)

const at = (path: string) => `${town.url}/console${path}`

/** Asks the console's own API as the clerk. */
const ask = <Answer>(page: Page, path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') =>
  page.evaluate(
    async ([address, verb, sent]) => {
      const answer = await fetch(address, {
        method: verb,
        ...(sent !== undefined && { headers: { 'content-type': 'application/json' }, body: sent }),
      })
      if (!answer.ok) throw new Error(await answer.text())
      return await answer.json()
    },
    [`/console-api${path}`, method, body === undefined ? undefined : JSON.stringify(body)] as const,
  ) as Promise<Answer>

const csv = (name: string, lines: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.join('\n')),
})

/** Waits until the list shows so many people. */
const shows = (page: Page, people: number) => expect.poll(() => page.locator('tbody tr').count()).toBe(people)

/** Reads a list of a name and a number into a group, as another office would bring it. */
const bring = (page: Page, group: string, lines: readonly string[]) =>
  page.evaluate(
    async ([into, text]) => {
      const address = `/console-api/contacts/import?group=${encodeURIComponent(into)}`
      await fetch(address, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: text })
    },
    [group, ['imię i nazwisko;telefon', ...lines].join('\n')] as const,
  )

const widths = [
  { width: 1440, height: 900, digit: 1 },
  { width: 390, height: 844, digit: 2 },
]

test.for(widths)(
  'a list with a wrong line becomes people, a segment of them, and two cards of one person become one and two again: $width px',
  { timeout: 180_000 },
  async ({ width, height, digit }) => {
    const page = await town.signIn({ viewport: { width, height } })
    const group = `Klub seniora ${digit}`
    await town.go(page, '/people/import')
    await page
      .locator('input[type=file]')
      .setInputFiles(
        csv(`${group}.csv`, [
          'osoba;telefon;wiek',
          `Halina Wzorcowa;600 70${digit} 101;71`,
          `Jan Wzorcowy;600 70${digit} 102;68`,
          'Bez Numeru;12;70',
        ]),
      )
    // What is wrong is said before anything is kept.
    await page.getByText('1 wiersz odrzucimy.').waitFor()
    await page.getByRole('cell', { name: 'numer za krótki' }).waitFor()
    expect(await page.getByLabel('Czym jest kolumna telefon').inputValue()).toBe('phone')
    expect(await page.getByRole('combobox', { name: 'Do której grupy' }).inputValue()).toBe(group)
    await page.getByLabel('Czym jest kolumna osoba').selectOption({ label: 'imię i nazwisko' })
    await page.getByRole('button', { name: 'Wczytaj', exact: true }).click()
    await page.getByRole('heading', { name: 'Wczytano 2 osoby' }).waitFor()
    await page.getByRole('heading', { name: 'Odrzucono 1 wiersz' }).waitFor()
    await page.getByText('wiersz 4').waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Pobierz odrzucone' }).click()
    expect((await download).suggestedFilename()).toMatch(/^rejected-\d+\.csv$/)

    await page.getByRole('link', { name: 'Zobacz te osoby' }).click()
    await page.waitForURL(/group=\d+/)
    await page.getByText('2 osoby', { exact: true }).waitFor()
    await page.getByLabel('Nazwisko, numer, e-mail').fill('wzorcowa')
    await page.waitForURL(/q=wzorcowa/)
    await shows(page, 1)
    await page.getByRole('link', { name: 'Halina Wzorcowa' }).waitFor()

    await town.go(page, '/people/segments/new')
    await page.getByLabel('Nazwa segmentu').fill(`Starsi ${digit}`)
    await page.getByLabel('Wartość').selectOption({ label: group })
    await page.getByRole('status').getByText('2 osoby').waitFor()
    await page.getByRole('button', { name: 'Dodaj warunek' }).click()
    await page.getByLabel('Czego dotyczy').nth(1).selectOption({ label: 'język' })
    await page.getByText(`Wszyscy, którzy są w grupie „${group}” i mówią po ukraińsku.`).waitFor()
    await page.getByRole('status').getByText('0 osób').waitFor()
    await page.getByLabel('Wartość').nth(1).selectOption({ label: 'polski' })
    await page.getByRole('status').getByText('2 osoby').waitFor()
    await page.getByRole('link', { name: /^Halina Wzorcowa/ }).waitFor()
    await page.getByRole('button', { name: 'Zapisz' }).click()
    await page.getByRole('link', { name: `Pokaż osoby: Starsi ${digit}` }).click()
    await page.waitForURL(/segment=\d+/)
    await shows(page, 2)

    await bring(page, `Biblioteka ${digit}`, [`Halina Wzorcowa-Nowak;600 70${digit} 101`])
    await town.go(page, '/people/duplicates')
    const pair = page.getByRole('listitem').filter({ hasText: `+48 600 70${digit} 101` })
    await pair.getByLabel('Zostaje karta: Halina Wzorcowa-Nowak').check()
    await pair.getByRole('button', { name: 'Połącz w jedną' }).click()
    await pair.getByText('Połączono.').waitFor()
    const found = () =>
      ask<{ items: Contact[] }>(page, `/contacts?search=60070${digit}101`).then(({ items }) =>
        items.map(({ name }) => name),
      )
    expect(await found()).toEqual(['Halina Wzorcowa-Nowak'])
    await pair.getByRole('button', { name: 'Cofnij' }).click()
    await pair.getByRole('button', { name: 'Połącz w jedną' }).waitFor()
    expect(await found()).toEqual(['Halina Wzorcowa-Nowak', 'Halina Wzorcowa'])

    await town.go(page, '/people/imports')
    const list = page.getByRole('listitem').filter({ hasText: group })
    await list.getByRole('button', { name: /^Cofnij wczytanie/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cofnij wczytanie' }).click()
    await list.getByText('cofnięte').waitFor()
    await page.context().close()
  },
)

test('many are put into a group, moved to trash and taken back, each with one step', { timeout: 90_000 }, async () => {
  const page = await town.desk()
  await bring(page, 'Na próbę', ['Próba Pierwsza;600 704 101', 'Próba Druga;600 704 102', 'Próba Trzecia;600 704 103'])
  await town.go(page, '/people?q=600704')
  await page.getByLabel('Zaznacz widocznych').check()
  await page.getByText('Zaznaczono 3 osoby').waitFor()
  await page.getByRole('button', { name: 'Dodaj do grupy' }).click()
  await page.getByPlaceholder('Szukaj albo wpisz nową').fill('Chór')
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Utwórz grupę „Chór”' }).click()
  await page.getByText('Dodano 3 osoby do grupy „Chór”.').waitFor()
  const members = async () =>
    (await ask<{ items: { name: string; members: number }[] }>(page, '/groups')).items.find(
      ({ name }) => name === 'Chór',
    )?.members
  await expect.poll(members).toBe(3)
  await page.getByRole('button', { name: 'Cofnij', exact: true }).click()
  await expect.poll(members).toBe(0)

  await page.getByRole('button', { name: 'Do kosza' }).click()
  await page.getByText('3 osoby są w koszu.').waitFor()
  await page.getByText('Nikt nie pasuje').waitFor()
  await page.getByRole('button', { name: 'Cofnij', exact: true }).click()
  await shows(page, 3)
})

test(
  'what was removed comes back unchanged as long as it can be taken back, and is gone after that',
  { timeout: 90_000 },
  async () => {
    const page = await town.desk()
    await ask(page, '/groups', { name: 'Do usunięcia' })
    await ask(page, '/segments', { name: 'Do usunięcia', condition: { is: 'language', language: 'uk' } })
    await ask(page, '/contact-fields', { label: 'Do usunięcia', type: 'text' })
    const kinds = [
      ['groups', '/groups', 'Usuń grupę Do usunięcia'],
      ['segments', '/segments', 'Usuń segment Do usunięcia'],
      ['fields', '/contact-fields', 'Usuń pole Do usunięcia'],
    ] as const
    for (const [place, path, button] of kinds) {
      const known = async () =>
        (await ask<{ items: object[] }>(page, path)).items.filter((one) => JSON.stringify(one).includes('Do usunięcia'))
      const before = await known()
      expect(before).toHaveLength(1)
      // Loaded anew: what another program made a moment ago is not in what the console knows.
      await page.goto(at(`/people/${place}`))
      await page.getByRole('button', { name: button }).click()
      await page.getByText(/^Usunięto .* „Do usunięcia”/).waitFor()
      expect(await page.getByRole('button', { name: button }).count()).toBe(0)
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: 'Cofnij', exact: true }).click()
      await page.getByRole('button', { name: button }).waitFor()
      expect(await known()).toEqual(before)
      // Who leaves the page did not want it back.
      await page.getByRole('button', { name: button }).click()
      await page.goto(at('/people'))
      await expect.poll(known).toEqual([])
    }
  },
)

test('from a segment one writes to its people', { timeout: 60_000 }, async () => {
  const page = await town.desk()
  const { id } = await ask<{ id: number }>(page, '/segments', {
    name: 'Po ukraińsku',
    condition: { is: 'language', language: 'uk' },
  })
  await page.goto(at(`/people/segments/${id}`))
  await page.getByRole('link', { name: 'Napisz do tych osób' }).click()
  await page.locator('[data-pane=who]').getByText('Po ukraińsku').waitFor()
  await page.getByText(/^Szkic zapisany/).waitFor()
})

test('what somebody else changed meanwhile is shown before it could be overwritten', { timeout: 90_000 }, async () => {
  const page = await town.desk()
  const made = await ask<Contact>(page, '/contacts', { name: 'Maria Zgodna', phones: ['600 705 101'] })
  await town.go(page, `/people/${made.id}`)
  await page.getByRole('button', { name: 'Popraw dane' }).click()
  await page.getByLabel('Imię i nazwisko').fill('Maria Niezgodna')
  await ask(page, `/contacts/${made.id}`, { version: made.version, language: 'uk' }, 'PATCH')
  await page.getByRole('button', { name: 'Zapisz', exact: true }).click()
  const alert = page.getByRole('alert')
  await alert.getByText('Ktoś zmienił te dane').waitFor()
  await alert.getByText('ukraiński').waitFor()
  expect(await page.getByLabel('Imię i nazwisko').inputValue()).toBe('Maria Niezgodna')
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Zapisz mimo to' }).click()
  await page.getByRole('heading', { name: 'Maria Niezgodna', level: 1 }).waitFor()
  expect(await ask<Contact>(page, `/contacts/${made.id}`)).toMatchObject({ name: 'Maria Niezgodna', language: 'uk' })
})

test(
  'a person asks for no more messages, and for them again; both stand in their history',
  { timeout: 90_000 },
  async () => {
    const page = await town.desk()
    const made = await ask<Contact>(page, '/contacts', { name: 'Ewa Spokojna', phones: ['600 706 101'] })
    await town.go(page, `/people/${made.id}`)
    await page.getByRole('button', { name: /^Wypisz:/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Wypisz' }).click()
    // Without a reason nothing is recorded.
    await dialog.getByText('Napisz choć kilka słów.').waitFor()
    expect(await violations(page)).toEqual([])
    await dialog.getByLabel('Skąd to wiadomo').fill('telefonicznie')
    await dialog.getByRole('button', { name: 'Wypisz' }).click()
    await page.getByText('Wypisano +48 600 706 101').first().waitFor()
    await town.go(page, '/people/opt-outs')
    await page.getByLabel('Numer albo e-mail').fill('600 706')
    await page.getByRole('button', { name: 'Przywróć wiadomości: +48 600 706 101' }).click()
    await dialog.getByLabel('Skąd to wiadomo').fill('osobiście, w urzędzie')
    await dialog.getByRole('button', { name: 'Przywróć wiadomości' }).click()
    await page.getByText('Tego numeru tu nie ma').waitFor()
    await town.go(page, `/people/${made.id}`)
    await page.getByText('Znów dostaje wiadomości: +48 600 706 101').waitFor()
    await page.getByText('osobiście, w urzędzie').waitFor()
  },
)

/** Presses Tab until that is reached; whoever cannot find it by keyboard cannot work. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab')
    const reached = await page.evaluate<string>(`(() => {
      const node = document.activeElement
      if (!node?.matches('a, button, input, textarea')) return ''
      return [node.getAttribute('aria-label'), node.labels?.[0]?.textContent, node.textContent].join(' ')
    })()`)
    if (name.test(reached)) return
  }
  throw new Error(`${String(name)} is not reached by Tab`)
}

test(
  'by keyboard alone a person is added, found, noted of, put in trash and brought back',
  { timeout: 120_000 },
  async () => {
    const page = await town.desk()
    const press = (key: string) => page.keyboard.press(key)
    await tabTo(page, /^\s*Mieszkańcy/)
    await press('Enter')
    await page.getByRole('heading', { name: 'Mieszkańcy', level: 1 }).waitFor()
    await tabTo(page, /Dodaj osobę/)
    await press('Enter')
    await page.getByRole('heading', { name: 'Dodaj osobę' }).waitFor()
    await tabTo(page, /Imię i nazwisko/)
    await page.keyboard.type('Zenon Klawiaturowy')
    await tabTo(page, /Telefon/)
    await page.keyboard.type('12')
    await press('Enter')
    // The refusal is said beside its field, and what was typed stays.
    await expect.poll(() => page.locator('[aria-invalid=true]').count()).toBe(1)
    expect(await violations(page)).toEqual([])
    await page.locator('[aria-invalid=true]').focus()
    await press('Control+a')
    await page.keyboard.type('600 707 101')
    await press('Enter')
    await page.getByRole('heading', { name: 'Zenon Klawiaturowy', level: 1 }).waitFor()
    await tabTo(page, /Notatka/)
    await page.keyboard.type('Woli rozmowę')
    await tabTo(page, /Dodaj notatkę/)
    await press('Enter')
    await page.getByText('Woli rozmowę', { exact: true }).waitFor()

    await town.go(page, '/people')
    await tabTo(page, /Nazwisko, numer, e-mail/)
    await page.keyboard.type('klawiaturowy')
    await page.waitForURL(/q=klawiaturowy/)
    await shows(page, 1)
    await tabTo(page, /Zaznacz: Zenon Klawiaturowy/)
    await press('Space')
    await tabTo(page, /Do kosza/)
    await press('Enter')
    await page.getByText('1 osoba jest w koszu.').waitFor()
    await tabTo(page, /^\s*Cofnij/)
    await press('Enter')
    await page.getByText('Przywrócono 1 osobę.').waitFor()
  },
)

const looks = [
  { width: 1440, height: 900, language: 'pl', colorScheme: 'light' },
  { width: 390, height: 844, language: 'en', colorScheme: 'dark' },
] as const

test.for(looks)(
  'the pages about people hold WCAG 2.2 AA and fit their window with dialogs open, errors shown and something found: $width px, $language, $colorScheme',
  { timeout: 400_000 },
  async ({ width, height, language, colorScheme }) => {
    const page = await town.signIn({ viewport: { width, height }, language, colorScheme })
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    const person = (await ask<{ items: Contact[] }>(page, '/contacts?limit=1&search=600706')).items[0]?.id ?? 0
    const form = 'main form button[type=submit]'
    const pages: { path: string; ready: string; press?: string[] }[] = [
      { path: '/people?q=nikogo-takiego', ready: 'main .title + p' },
      { path: '/people?trash=true', ready: 'main tbody tr, main .title + p' },
      { path: '/people', ready: 'main section[aria-label]', press: ['thead input'] },
      { path: '/people/new', ready: '[role=alert]', press: [form] },
      { path: `/people/${person}`, ready: 'form [name], form input', press: ['main header button'] },
      {
        path: '/people/groups',
        ready: '[role=dialog] [aria-invalid=true]',
        press: ['main header button', '[role=dialog] [type=submit]'],
      },
      { path: '/people/segments/new', ready: '[aria-invalid=true]', press: ['main header button[type=submit]'] },
      { path: '/people/duplicates', ready: 'main h1' },
      {
        path: '/people/opt-outs',
        ready: '[role=dialog] [aria-invalid=true]',
        press: ['main header button', '[role=dialog] [type=submit]'],
      },
      { path: '/people/imports', ready: 'main li' },
      { path: '/people/import?kind=opt-outs', ready: 'input[type=file]' },
      {
        path: '/people/fields',
        ready: '[role=dialog] [aria-invalid=true]',
        press: ['main .title ~ button, main header button', '[role=dialog] [type=submit]'],
      },
    ]
    for (const { path, ready, press = [] } of pages) {
      await town.go(page, path)
      for (const selector of press) await page.locator(selector).first().click()
      await page.locator(ready).first().waitFor({ state: 'attached' })
      expect([path, await violations(page)]).toEqual([path, []])
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      expect([path, wide]).toEqual([path, 0])
    }
    await town.go(page, '/people/import')
    await page
      .locator('input[type=file]')
      .setInputFiles(csv('lista.csv', ['osoba;telefon', 'A B;12', 'C D;600 708 101']))
    await page.locator('tr[data-bad=true]').first().waitFor()
    expect(await violations(page)).toEqual([])
    expect(errors).toEqual([])
    await page.context().close()
  },
)
