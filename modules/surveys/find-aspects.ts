import type { SurveyContent } from '@kurenda/contract'
import { columnKey } from '@kurenda/sms-text'
import type { Told } from '#modules/dialogues'
import type { Client } from '#platform/db'

interface Person {
  addressId: number
  groups: string[] | null
  fields: Record<string, unknown> | null
}

/** Under which group, field and broadcast each response that begins is counted, by session. */
export async function findAspects(
  client: Client,
  organizationId: number,
  begun: readonly Told[],
  contentOf: (told: Told) => SurveyContent | undefined,
): Promise<Map<number, [string, string][]>> {
  const people = await loadPeople(client, organizationId, [...new Set(begun.flatMap((one) => one.addressId ?? []))])
  return new Map(
    begun.map((one) => {
      const person = people.get(one.addressId ?? 0)
      const wave: [string, string][] = one.broadcastId === null ? [] : [['broadcast', String(one.broadcastId)]]
      const groups = (person?.groups ?? []).map((group): [string, string] => ['group', group])
      return [one.sessionId, [...wave, ...groups, ...fieldsOf(person, contentOf(one)?.aspects ?? [])]]
    }),
  )
}

function fieldsOf(person: Person | undefined, wanted: readonly string[]): [string, string][] {
  return wanted.flatMap((name): [string, string][] => {
    const found = Object.entries(person?.fields ?? {}).find(([key]) => columnKey(key) === columnKey(name))
    const value = found === undefined ? '' : String(found[1]).trim().slice(0, 100)
    return value === '' ? [] : [['field', `${name}: ${value}`]]
  })
}

/** Of several people at one number the first, as texts to it name them. */
async function loadPeople(
  client: Client,
  organizationId: number,
  addressIds: readonly number[],
): Promise<Map<number, Person>> {
  if (addressIds.length === 0) return new Map()
  const { rows } = await client.query<Person>(
    `SELECT a.id AS "addressId", p.fields,
       (SELECT array_agg(m.group_id::text) FROM group_member m WHERE m.organization_id = $1 AND m.contact_id = p.id) AS groups
     FROM unnest($2::bigint[]) AS a(id) LEFT JOIN LATERAL (
       SELECT c.id, c.fields FROM contact_address ca JOIN contact c ON c.organization_id = $1 AND c.id = ca.contact_id
       WHERE ca.organization_id = $1 AND ca.address_id = a.id AND c.trashed_at IS NULL ORDER BY c.id LIMIT 1) p ON true`,
    [organizationId, addressIds],
  )
  return new Map(rows.map((row) => [row.addressId, row]))
}
