import { copyInto, transaction, type Pool } from '#platform/db'
import { buildIndexesAfter } from './build-indexes-after.ts'
import { mix } from './mix.ts'

const first = [
  'Łucja', 'Anna', 'Jan', 'Świętosława', 'Józef', 'Grażyna', 'Błażej', 'Wiesław', 'Agnieszka', 'Bożena', 'Zdzisław', 'Oleh',
  'Piotr', 'Katarzyna', 'Marek', 'Żaneta', 'Elżbieta', 'Tomasz', 'Ewa', 'Stanisław',
] // oxfmt-ignore
const stems = ['Kow', 'Nowa', 'Wiśniew', 'Dąbrow', 'Lewandow', 'Zieliń', 'Szymań', 'Woźnia', 'Kozłow', 'Jankow', 'Wojcie', 'Kwiatkow', 'Krawczy', 'Kaczmar', 'Piotrow', 'Grabow', 'Zając', 'Paw', 'Michal', 'Król'] // oxfmt-ignore
const endings = ['ska', 'ski', 'cka', 'cki', 'czyk', 'ak', 'ek', 'owa', 'icz', 'ewicz']
const villages = Array.from({ length: 400 }, (_, i) => `Sołectwo ${i}`)

/** Groups of the seed and how many contacts each holds; the last holds everyone. */
export const groupSizes = [1_000, 20_000, 100_000, 1_000_000] as const

/**
 * Made-up people, the same for the same count: several hundred surnames, every number of +48 600 000 000 – +48 600 999 999 at most
 * once but for the 2 % who share one, a tenth with an e-mail address, 2 % opted out, 1 % in trash.
 */
export async function seedPeople(superuser: Pool, organizationId: number, count: number): Promise<void> {
  await transaction(superuser, async (client) => {
    // What is made here is whole: no look-up of foreign keys, no trigger.
    await client.query("SET LOCAL session_replication_role = replica; SET LOCAL maintenance_work_mem = '256MB'")
    const every = function* <Row>(row: (i: number) => Row | undefined) {
      for (let i = 1; i <= count; i++) {
        const made = row(i)
        if (made !== undefined) yield made
      }
    }
    const org = organizationId
    await copyInto(client, 'address', ['organization_id', 'id', 'kind', 'value'], every((i) => [org, i, 'phone', numberOf(i)])) // oxfmt-ignore
    await copyInto(client, 'address', ['organization_id', 'id', 'kind', 'value'], every((i) => (i % 10 === 0 ? [org, count + i, 'email', emailOf(i)] : undefined))) // oxfmt-ignore
    await buildIndexesAfter(client, 'contact', () => copyInto(
      client,
      'contact',
      ['organization_id', 'id', 'name', 'language', 'fields', 'phone_id', 'addresses', 'trashed_at'],
      every((i) => [org, i, nameOf(i), i % 25 === 0 ? 'uk' : 'pl', fieldsOf(i), phoneOf(i), i % 10 === 0 ? `${numberOf(phoneOf(i))} ${emailOf(i)}` : numberOf(phoneOf(i)), i % 100 === 7 ? new Date() : null]),
    )) // oxfmt-ignore
    await copyInto(client, 'contact_address', ['organization_id', 'contact_id', 'address_id', 'position'], every((i) => [org, i, phoneOf(i), 0])) // oxfmt-ignore
    await copyInto(client, 'contact_address', ['organization_id', 'contact_id', 'address_id', 'position'], every((i) => (i % 10 === 0 ? [org, i, count + i, 1] : undefined))) // oxfmt-ignore
    await copyInto(client, 'opt_out', ['organization_id', 'address_id', 'at', 'source'], every((i) => (refused(i) ? [org, i, new Date(), 'sms'] : undefined))) // oxfmt-ignore
    for (const size of groupSizes) {
      const { rows } = await client.query<{ id: number }>(
        'INSERT INTO contact_group (organization_id, name) VALUES ($1, $2) RETURNING id',
        [org, `Grupa ${size}`],
      )
      const step = Math.max(1, Math.floor(count / size))
      await copyInto(client, 'group_member', ['organization_id', 'group_id', 'contact_id'], every((i) => (i % step === 0 ? [org, rows[0]?.id ?? 0, i] : undefined))) // oxfmt-ignore
    }
    await client.query("SELECT setval('contact_id_seq', $1), setval('address_id_seq', $2)", [count, 2 * count])
  })
}

export function numberOf(i: number): string {
  return `+48600${String(i % 1_000_000).padStart(6, '0')}`
}

/** Whether the address with this number is opted out. */
export function refused(i: number): boolean {
  return i % 50 === 3
}

/** Every fiftieth shares the number of the one before. */
function phoneOf(i: number): number {
  return i % 50 === 10 ? i - 1 : i
}

function emailOf(i: number): string {
  return `osoba.${i}@przykladowo.example`
}

/** Of those who share a number every fifth is the same person, written with a slip. */
function nameOf(i: number): string {
  if (i % 250 === 10) return nameOf(i - 1).slice(0, -1)
  const pick = (from: readonly string[], salt: number) => from[mix(i, salt, from.length)] ?? ''
  return `${pick(first, 1)} ${pick(stems, 2)}${pick(endings, 3)}`
}

function fieldsOf(i: number): string {
  const village = villages[mix(i, 4, villages.length)]
  return JSON.stringify({ wieś: village, osób: String(1 + mix(i, 5, 9)), ulica: `Ulica ${mix(i, 6, 3_000)}` })
}
