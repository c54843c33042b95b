import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clerkDesk, invitedDesk, received, writeFrom, type Desk } from './test-desk.ts'
import { openTestTown, violationsInBothThemes as violations, type TestTown } from './test-town.ts'

let town: TestTown
let desk: Desk

beforeAll(async () => {
  town = await openTestTown()
  desk = await clerkDesk(town)
}, 180_000)
afterAll(() => town?.close(), 60_000)

interface Made {
  id: number
  version: number
  url: string
  content: object
}

const park = {
  title: { pl: 'Park' },
  languages: ['pl'],
  keyword: null as string | null,
  once: false,
  questions: [
    {
      id: 'visits',
      kind: 'yes-no',
      text: { pl: 'Czy bywasz w parku?' },
      goTo: [{ when: { is: false }, then: 'why' }],
    },
    {
      id: 'lacks',
      kind: 'choice',
      text: { pl: 'Czego brakuje?' },
      choices: [
        { id: 'bench', label: { pl: 'Ławki' } },
        { id: 'light', label: { pl: 'Światło' } },
      ],
    },
    { id: 'nps', kind: 'nps', text: { pl: 'Polecasz?' }, next: 'end' },
    { id: 'why', kind: 'text', text: { pl: 'Dlaczego nie?' }, required: false },
  ],
}

async function openSurvey(more: object = {}): Promise<Made> {
  const made = await desk.call<Made>('POST', '/surveys', { ...park, ...more })
  await desk.call('POST', `/surveys/${made.id}/open`, {})
  return made
}

const go = (path: string, { page } = desk) => town.go(page, path)

test(
  'who has no survey yet is shown what to begin with; one is written without a canvas, tried on a phone, saved and opened',
  { timeout: 120_000 },
  async () => {
    const { page } = desk
    await go('/surveys')
    await page.getByText('Zapytaj mieszkańców').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: /Własne pytania/ }).click()
    // What is missing is said beside its field, before the server is asked.
    await page.getByRole('button', { name: 'Zapisz' }).click()
    await page.getByText('Tu brakuje słów.').first().waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Tytuł').fill('Plac zabaw')
    await page.getByRole('textbox', { name: 'Pytanie', exact: true }).fill('Czego brakuje na placu zabaw?')
    await page.getByRole('textbox', { name: 'Odpowiedź 1', exact: true }).fill('Huśtawki')
    await page.getByRole('textbox', { name: 'Odpowiedź 2', exact: true }).fill('Cienia')
    await page.getByRole('textbox', { name: 'Odpowiedź 2', exact: true }).press('Enter')
    await page.getByRole('textbox', { name: 'Odpowiedź 3', exact: true }).fill('Niczego')
    await page.getByRole('button', { name: 'Dodaj pytanie' }).click()
    await page.getByRole('menuitem', { name: 'własne słowa' }).click()
    await page.getByRole('textbox', { name: 'Pytanie', exact: true }).fill('Gdzie go posadzić?')
    // Who lacks nothing is asked nothing more.
    await page.getByRole('button', { name: /Czego brakuje na placu zabaw/ }).click()
    await page.getByRole('button', { name: 'Dodaj „jeśli…”' }).click()
    await page.getByRole('group', { name: 'Przejście 1' }).getByLabel('Odpowiedź').selectOption('Niczego')
    await page.getByRole('group', { name: 'Przejście 1' }).getByLabel('Dokąd').selectOption('koniec ankiety')

    const phone = page.getByRole('log', { name: 'Próbna rozmowa' })
    await phone.getByText('2. Cienia').waitFor()
    const answer = page.getByLabel('Odpowiedź mieszkańca')
    await answer.fill('cienia')
    await answer.press('Enter')
    await phone.getByText('Gdzie go posadzić?').waitFor()
    await page.getByRole('button', { name: 'Od nowa' }).click()
    await answer.fill('3')
    await answer.press('Enter')
    await phone.getByText('Dziękujemy za odpowiedzi!').waitFor()
    expect(await phone.getByText('Gdzie go posadzić?').count()).toBe(0)
    await page.getByText('strona', { exact: true }).click()
    await page.getByRole('radio', { name: 'Huśtawki' }).check()
    await page.getByRole('button', { name: 'Dalej' }).click()
    await page.getByText('Gdzie go posadzić?').last().waitFor()
    expect(await violations(page)).toEqual([])

    await page.keyboard.press('Control+s')
    await page.waitForURL(/\/surveys\/\d+\/edit$/)
    await page.getByText(/zapisano: .*, wersja 1$/).waitFor()
    await page.getByRole('button', { name: 'Otwórz ankietę' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Otwórz ankietę' }).click()
    await page.getByText('Jeszcze nikt nie odpowiedział').waitFor()
    await go('/surveys')
    await page.getByRole('link', { name: 'Plac zabaw' }).waitFor()
    expect(await page.locator('main li').getByText('otwarta').count()).toBe(1)
  },
)

test('what only the server can refuse is said beside its field, too', { timeout: 60_000 }, async () => {
  const { page } = desk
  await openSurvey({ keyword: 'zajete' })
  await go('/surveys/new?preset=csat')
  await page.getByLabel('Słowo do SMS-a').fill('zajęte')
  await page.getByRole('button', { name: 'Zapisz' }).click()
  const field = page.getByLabel('Słowo do SMS-a')
  await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
  await field.fill('wolne')
  // Whoever goes away is asked.
  await page.getByRole('link', { name: 'Pulpit' }).click()
  await page.getByRole('dialog', { name: 'Wyjść bez zapisania?' }).getByRole('button', { name: 'Zostań' }).click()
  expect(await field.inputValue()).toBe('wolne')
  await page.getByRole('button', { name: 'Zapisz' }).click()
  await page.waitForURL(/\/surveys\/\d+\/edit$/)
})

test(
  'of two who change one survey the second sees whose version is there, and chooses',
  { timeout: 60_000 },
  async () => {
    const { page } = desk
    const { id } = await desk.call<Made>('POST', '/surveys', park)
    await go(`/surveys/${id}/edit`)
    await page.getByLabel('Tytuł').fill('Mój park')
    await desk.call('PUT', `/surveys/${id}`, { version: 1, content: { ...park, title: { pl: 'Ich park' } } })
    await page.getByText(/powstała inna wersja: „Ich park”/).waitFor()
    expect(await violations(page)).toEqual([])
    expect(await page.getByLabel('Tytuł').inputValue()).toBe('Mój park')
    await page.getByRole('button', { name: 'Zapisz moją mimo to' }).click()
    await page.getByText(/, wersja 3$/).waitFor()
    const saved = await desk.call<{ content: { title: { pl: string } } }>('GET', `/surveys/${id}`)
    expect(saved.content.title.pl).toBe('Mój park')
  },
)

test(
  'a sheet of paper that a clerk enters is in the results of another window at once, without reloading; so is an answer by SMS',
  { timeout: 90_000 },
  async () => {
    const { page } = desk
    const { id } = await openSurvey({ keyword: 'park' })
    const wall = await clerkDesk(town)
    await town.go(wall.page, `/surveys/${id}`)
    await wall.page.getByText('Jeszcze nikt nie odpowiedział').waitFor()
    await wall.page.evaluate('window.stays = true')

    await go(`/surveys/${id}/paper`)
    await page.getByRole('button', { name: 'Zapisz kartkę' }).click()
    await page.getByText('Na to pytanie trzeba odpowiedzieć.').first().waitFor()
    expect(await violations(page)).toEqual([])
    // A sheet that says no is not asked what the park lacks.
    await page
      .getByRole('radiogroup', { name: /Czy bywasz/ })
      .getByLabel('Nie')
      .check()
    expect(await page.getByText('Czego brakuje?').count()).toBe(0)
    await page.getByLabel(/Dlaczego nie/).fill('Za daleko, nie ma chodnika')
    await page.getByRole('button', { name: 'Zapisz kartkę' }).click()
    await page.getByText('Wpisano 1 kartkę.').waitFor()

    await wall.page.getByText('Za daleko, nie ma chodnika').waitFor()
    expect(await wall.page.locator('[data-part=complete] b').textContent()).toBe('1')
    await writeFrom(town, desk, '+48600001021', 'PARK')
    await expect.poll(() => received(town, desk, '+48600001021').then((texts) => texts.length)).toBe(1)
    await writeFrom(town, desk, '+48600001021', 'nie')
    await writeFrom(town, desk, '+48600001021', 'POMIŃ')
    await expect.poll(() => wall.page.locator('[data-part=complete] b').textContent()).toBe('2')
    expect(await wall.page.evaluate('window.stays')).toBe(true)
    await wall.context.close()
  },
)

test(
  'results tell each question by figure, chart and table, are compared by an answer, searched and taken away',
  { timeout: 90_000 },
  async () => {
    const { page } = desk
    const { id, url } = await openSurvey({ resultsPublic: true })
    const sheets = [
      { visits: true, lacks: 'bench', nps: 10 },
      { visits: true, lacks: 'bench', nps: 9 },
      { visits: true, lacks: 'light', nps: 3 },
      { visits: false, why: 'Boję się psów' },
      { visits: false, why: 'Nie ma ławek' },
    ]
    for (const answers of sheets) await desk.call('POST', `/surveys/${id}/responses`, { answers })
    await go(`/surveys/${id}`)
    const question = (name: string) => page.getByRole('region', { name })
    await question('Czego brakuje?').getByRole('row', { name: 'Ławki 67% 2' }).waitFor()
    expect(await question('Polecasz?').getByText('+33').count()).toBe(1)
    await question('Polecasz?').getByText('Tabela').click()
    await question('Polecasz?').getByRole('row', { name: '9 1 33%' }).waitFor()
    await question('Dlaczego nie?').getByRole('searchbox').fill('psow')
    await expect.poll(() => question('Dlaczego nie?').getByRole('listitem').count()).toBe(1)
    await question('Dlaczego nie?').getByText('Boję się psów').waitFor()

    await page.getByLabel('Które pytanie').selectOption('Polecasz?')
    await page.getByLabel('Według czego').selectOption('według odpowiedzi: Czego brakuje?')
    const compared = question('Porównanie')
    await compared.getByRole('rowheader', { name: 'Ławki' }).waitFor()
    expect(await compared.locator('tbody tr').first().locator('td').last().textContent()).toBe('2')
    await page.waitForURL(/by=q/)
    await page.reload()
    await compared.getByRole('rowheader', { name: 'Światło' }).waitFor()
    expect(await violations(page)).toEqual([])

    await page.getByRole('button', { name: 'Pobierz' }).click()
    const file = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: /^CSV/ }).click()
    expect((await file).suggestedFilename()).toBe(`survey-${id}.csv`)
    const poster = await page.getByRole('link', { name: 'Plakat z kodem QR' }).getAttribute('href')
    expect(poster).toBe(`${new URL(url).pathname}/poster`)
    const loaded = page.locator(`img[alt="Kod QR strony ankiety"]`)
    await expect
      .poll(() => loaded.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBeGreaterThan(0)
    const results = await town.open()
    await results.goto(`${town.url}${new URL(url).pathname}/results`)
    await results.getByText('5 odpowiedzi').first().waitFor()
    await results.context().close()
  },
)

test(
  'a survey is sent through a broadcast; the gate shows what the next questions cost',
  { timeout: 90_000 },
  async () => {
    const { page } = desk
    const { id } = await openSurvey({ title: { pl: 'Park SMS-em' } })
    await go(`/surveys/${id}`)
    await page.getByRole('button', { name: 'Wyślij do mieszkańców' }).click()
    await page.getByText('Czy bywasz w parku?').first().waitFor()
    await page.getByText(/To pierwsze pytanie ankiety/).waitFor()
    await page.getByRole('button', { name: 'Dodaj odbiorców' }).click()
    await page.getByRole('checkbox', { name: /^Odpady/ }).check()
    await page.getByRole('button', { name: 'Gotowe' }).click()
    await page.getByText(/części SMS z dalszymi pytaniami/).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: /^Wyślij do/ }).click()
    const gate = page.getByRole('dialog')
    await gate.getByText('Dalsze pytania').waitFor()
    await gate.getByText(/są już w koszcie/).waitFor()
    expect(await violations(page)).toEqual([])
  },
)

test(
  'a survey asked again stands beside the one it was copied from, with what changed, and is handed on as a PDF',
  { timeout: 90_000 },
  async () => {
    const { page } = desk
    const answer = (id: number, lacks: string) =>
      desk.call('POST', `/surveys/${id}/responses`, { answers: { visits: true, lacks, nps: 9 } })
    const { id: before } = await openSurvey({ title: { pl: 'Park wiosną' } })
    for (const lacks of ['bench', 'bench', 'bench', 'light']) await answer(before, lacks)
    await desk.call('POST', `/surveys/${before}/close`, {})
    await go(`/surveys/${before}`)
    await page.getByRole('heading', { name: 'Porównanie' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Na tle poprzednich' }).count()).toBe(0)
    await page.getByRole('link', { name: 'Napisz podobną' }).click()
    await page.getByLabel('Tytuł').fill('Park jesienią')
    await page.keyboard.press('Control+s')
    await page.waitForURL(/\/surveys\/\d+\/edit$/)
    const again = Number(/(\d+)\/edit$/.exec(page.url())?.[1])
    await desk.call('POST', `/surveys/${again}/open`, {})
    for (const lacks of ['bench', 'light', 'light', 'light']) await answer(again, lacks)
    await go(`/surveys/${again}`)
    const waves = page.getByRole('region', { name: 'Na tle poprzednich' })
    await waves.getByLabel('Które pytanie na tle poprzednich').selectOption('Czego brakuje?')
    await waves
      .getByText(/Najbardziej zmieniło się „(Ławki”: -50|Światło”: \+50) p\.p\. od poprzedniego razu\./)
      .waitFor()
    expect(await waves.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/^Park wiosną · .*\t75\t25\t4$/),
      expect.stringMatching(/^Park jesienią · .*\t25\t75\t4$/),
    ])
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Pobierz' }).click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'PDF: wyniki z wykresami' }).click(),
    ])
    expect(file.suggestedFilename()).toBe(`survey-${again}.pdf`)
  },
)

test('who may only read sees the results and nothing to change', { timeout: 60_000 }, async () => {
  const { id } = await openSurvey({ title: { pl: 'Tylko do oglądania' } })
  await desk.call('POST', `/surveys/${id}/responses`, { answers: { visits: false } })
  const reader = await invitedDesk(town, desk, {
    email: 'radna@przykladowo.example',
    name: 'Ewa Radna',
    role: 'auditor',
  })
  await town.go(reader.page, `/surveys/${id}`)
  await reader.page.getByRole('heading', { name: 'Tylko do oglądania' }).waitFor()
  await reader.page.locator('[data-part=complete]').waitFor()
  for (const name of ['Zamknij ankietę', 'Wyślij do mieszkańców'])
    expect(await reader.page.getByRole('button', { name }).count()).toBe(0)
  for (const name of ['Zmień', 'Wpisz z papieru']) expect(await reader.page.getByRole('link', { name }).count()).toBe(0)
  await reader.context.close()
})

test(
  'who answered stands beside who was asked: a village that is not heard is named, and of fewer than five people nothing is told',
  { timeout: 120_000 },
  async () => {
    const { page } = desk
    const { id } = await openSurvey({
      title: { pl: 'Świetlica' },
      anonymous: true,
      aspects: ['sołectwo'],
      questions: [{ id: 'visits', kind: 'yes-no', text: { pl: 'Czy bywasz w świetlicy?' } }],
    })
    await desk.call('POST', `/surveys/${id}/responses`, { answers: { visits: true } })
    await go(`/surveys/${id}`)
    await page.locator('[data-part=complete]').waitFor()
    // Nobody was asked yet: there is nothing to set the answers beside.
    expect(await page.getByRole('region', { name: /na tle zapytanych/ }).count()).toBe(0)

    const { items: groups } = await desk.call<{ items: { id: number; name: string }[] }>('GET', '/groups')
    const everyone = groups.find(({ name }) => name === 'Mieszkańcy')?.id
    const draft = await desk.call<Made>('POST', '/broadcasts/drafts', { survey: id, audience: { groups: [everyone] } })
    await desk.call('POST', `/broadcasts/${draft.id}/prepare`, {})
    await desk.call('POST', `/broadcasts/${draft.id}/confirm`, { quietHours: 'send' })
    await desk.call('POST', `/broadcasts/${draft.id}/send-now`, {})
    const state = () => desk.call<{ state: string }>('GET', `/broadcasts/${draft.id}`).then((one) => one.state)
    await expect.poll(state, { timeout: 60_000 }).toBe('finished')
    // Of 48 people of each village: eight of Olszanka, Brzozówka and Stary Młyn, one of Kalinowo, nobody of Dębina.
    const phone = (i: number) => `+48600${String(1000 + i * 7).padStart(6, '0')}`
    const asked = [0, 1, 2].flatMap((village) => Array.from({ length: 8 }, (_, i) => 5 * (i + 30) + village))
    for (const i of [...asked, 154]) await writeFrom(town, desk, phone(i), 'tak')
    const answered = () => desk.call<{ responses: number }>('GET', `/surveys/${id}`).then(({ responses }) => responses)
    await expect.poll(answered, { timeout: 30_000 }).toBe(26)

    await page.reload()
    const who = page.getByRole('region', { name: 'Kto odpowiedział na tle zapytanych' })
    await who
      .getByText(
        'Słabiej słychać: Dębina. Gdyby ta część mieszkańców odpowiadała tak chętnie jak ogół, byłoby od niej jeszcze 6 odpowiedzi.',
      )
      .waitFor()
    const rows = await who.getByRole('table', { name: 'sołectwo' }).locator('tbody tr').allInnerTexts()
    const read = rows.map((row) => row.split(/\s+/).join(' ')).sort()
    expect(read).toEqual([
      'Brzozówka 20% 33% 17% 8 z 48 osób',
      'Dębina 20% 0% 0% 0 z 48 osób',
      'Kalinowo 20% – za mało zapytano 48 osób',
      'Olszanka 20% 33% 17% 8 z 48 osób',
      'Stary Młyn 20% 33% 17% 8 z 48 osób',
    ])
    expect(await violations(page)).toEqual([])
  },
)

test(
  'what people wrote is grouped by the words they share; a group shows its texts alone, and is searched by itself',
  { timeout: 60_000 },
  async () => {
    const { page } = desk
    const { id } = await openSurvey({ title: { pl: 'Dlaczego nie park' } })
    const texts = ['Ławki połamane', 'za mało ławek', 'Ciemno wieczorem', 'bardzo ciemno i ślisko', 'Za daleko']
    for (const why of texts) await desk.call('POST', `/surveys/${id}/responses`, { answers: { visits: false, why } })
    await go(`/surveys/${id}`)
    const question = page.getByRole('region', { name: 'Dlaczego nie?' })
    const groups = question.getByRole('group', { name: 'O czym piszą' })
    await groups.getByRole('button').first().waitFor()
    expect((await groups.getByRole('button').allInnerTexts()).sort()).toEqual(['ciemno · 2', 'pozostałe · 1', 'ławek, ławki · 2']) // oxfmt-ignore
    await question.getByText('Razem są odpowiedzi, które mają wspólne słowo. Przejrzano 5 odpowiedzi.').waitFor()
    const shown = () => question.locator('q').allInnerTexts()
    const choose = (name: string) => groups.getByRole('button', { name }).click()
    await choose('ławek, ławki')
    await expect.poll(shown).toEqual(['za mało ławek', 'Ławki połamane'])
    expect(await groups.getByRole('button', { pressed: true }).allInnerTexts()).toEqual(['ławek, ławki · 2'])
    expect(await violations(page)).toEqual([])
    await question.getByRole('searchbox').fill('polam')
    await expect.poll(shown).toEqual(['Ławki połamane'])
    await choose('ciemno')
    await question.getByText('Nikt tak nie napisał.').waitFor()
    await question.getByRole('searchbox').fill('')
    await choose('pozostałe')
    await expect.poll(shown).toEqual(['Za daleko'])
    await choose('pozostałe')
    await expect.poll(() => shown().then(({ length }) => length)).toBe(5)
  },
)

test(
  'a clerk takes a file with a link of each person’s own for a group, and who answers by theirs answers once',
  { timeout: 60_000 },
  async () => {
    const { page } = desk
    const { id } = await openSurvey({ title: { pl: 'Tylko dla Kalinowa' }, questions: [park.questions[3]], once: true })
    await go(`/surveys/${id}`)
    await page.getByRole('button', { name: 'Linki imienne' }).click()
    const links = page.getByRole('region', { name: 'Linki imienne' })
    await links.getByText('Przy odpowiedzi zostanie numer telefonu tej osoby.').waitFor()
    expect(await links.getByRole('button', { name: 'Pobierz CSV' }).isDisabled()).toBe(true)
    await links.getByRole('button', { name: 'Dodaj odbiorców' }).click()
    await page.getByRole('checkbox', { name: /^Sołectwo Kalinowo/ }).check()
    await page.getByRole('button', { name: 'Gotowe' }).click()
    await links.getByText('W pliku będzie 48 linków.').waitFor()
    expect(await violations(page)).toEqual([])
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      links.getByRole('link', { name: 'Pobierz CSV (48)' }).click(),
    ])
    expect(file.suggestedFilename()).toBe(`survey-${id}-links.csv`)
    const lines = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(lines).toHaveLength(49)
    const [phone, , link = ''] = lines[1]?.split(';') ?? []
    const resident = await town.open()
    await resident.goto(`${town.url}${new URL(link).pathname}`)
    await resident.getByRole('textbox').fill('Za daleko')
    await resident.getByRole('button', { name: 'Wyślij' }).click()
    const { items } = await desk.call<{ items: { phone: string }[] }>('GET', `/surveys/${id}/responses`)
    expect(items.map((one) => one.phone)).toEqual([`+${phone}`])
    await resident.context().clearCookies()
    await resident.goto(`${town.url}${new URL(link).pathname}`)
    expect(await resident.getByRole('textbox').count()).toBe(0)
    await resident.context().close()
  },
)

test(
  'the survey before this one is chosen by its title; one that comes after it is refused beside the field',
  { timeout: 60_000 },
  async () => {
    const { page } = desk
    const first = await desk.call<Made>('POST', '/surveys', { ...park, title: { pl: 'Droga w 2025' } })
    const content = { ...park, title: { pl: 'Droga w 2026' }, follows: first.id }
    const second = await desk.call<Made>('POST', '/surveys', content)
    await go(`/surveys/${second.id}/edit`)
    const field = page.getByLabel('Wcześniejsza ankieta')
    await expect.poll(() => field.evaluate((one) => (one as unknown as { value: string }).value)).toBe(String(first.id))
    await go(`/surveys/${first.id}/edit`)
    await field.selectOption('Droga w 2026')
    await page.getByRole('button', { name: 'Zapisz' }).click()
    await page.getByText('Ankieta nie może być wcześniejsza od samej siebie, także przez inne ankiety.').waitFor()
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await violations(page)).toEqual([])
    await field.selectOption('bez porównania')
    await page.getByText(/, wersja 1$/).waitFor()
  },
)
