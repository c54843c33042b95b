import { createFirstAdministrator, createOrganization } from '#modules/accounts'
import { importContacts } from '#modules/audience'
import { openPool, type RoleUrls } from '#platform/db'
import { residents, type Resident } from './residents.ts'

const clerk = { email: 'urzad@przykladowo.example', name: 'Aneta Przykładowa' }

/**
 * Fills a new town: „Gmina Przykładowo”, its made-up residents, groups and keywords, and someone who can sign in. What
 * is there already stays as it is.
 */
export async function seedDemo(urls: RoleUrls, password: string): Promise<{ email: string }> {
  const owner = openPool(urls.owner, { max: 1, name: 'kurenda-demo' })
  const engine = openPool(urls.engine, { max: 2, name: 'kurenda-demo' })
  try {
    const organizationId = await createOrganization(owner, { slug: 'przykladowo', name: 'Gmina Przykładowo' })
    await createFirstAdministrator(owner, { ...clerk, organizationId, password })
    const people = residents(240)
    await addGroup(engine, organizationId, 'Mieszkańcy', people)
    for (const village of new Set(people.map((person) => person.village))) {
      const villagers = people.filter((person) => person.village === village)
      await addGroup(engine, organizationId, `Sołectwo ${village}`, villagers)
    }
    // Every third of them, as those who asked to be reminded of the bins.
    await addGroup(
      engine,
      organizationId,
      'Odpady',
      people.filter((_, i) => i % 3 === 0),
    )
    await engine.query(
      `INSERT INTO keyword (organization_id, word, answer) VALUES
         ($1, 'odpady', 'Odpady zmieszane odbieramy w poniedziałki, segregowane w co drugi czwartek. Harmonogram: przykladowo.example/odpady'),
         ($1, 'urzad', 'Urząd Gminy Przykładowo: pon. 8–17, wt.–pt. 7:30–15:30. Można odpisać na tego SMS-a.')
       ON CONFLICT DO NOTHING`,
      [organizationId],
    )
    return { email: clerk.email }
  } finally {
    await Promise.all([owner.end(), engine.end()])
  }
}

async function addGroup(
  engine: Parameters<typeof importContacts>[0],
  organizationId: number,
  group: string,
  people: readonly Resident[],
): Promise<void> {
  const lines = people.map((person) => `${person.name};${person.phone};${person.village}`)
  const csv = ['imię i nazwisko;telefon;sołectwo', ...lines].join('\n')
  await importContacts(engine, { organizationId, group, bytes: chunks(csv) })
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
