import type { Condition } from '@kurenda/contract'
import { columnKey } from '@kurenda/sms-text'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { checkFieldValue } from './check-field-value.ts'
import { listContactFields, type ContactField } from './contact-fields.ts'

/**
 * The condition with its fields and values as contacts keep them: 20.05.2026 as 2026-05-20, yes as the field's word for it.
 * @throws Problem `field-value` where no contact could have such a value; `not-found` for a group that there is not
 */
export async function checkCondition(client: Client, organizationId: number, condition: Condition): Promise<Condition> {
  const fields = new Map(
    (await listContactFields(client, organizationId)).map((field) => [columnKey(field.key), field]),
  )
  const groups = new Set<number>()
  const checked = check(condition, fields, groups)
  const { rowCount } = await client.query('SELECT FROM contact_group WHERE organization_id = $1 AND id = ANY($2)', [
    organizationId,
    [...groups],
  ])
  if (rowCount !== groups.size) throw new Problem('not-found')
  return checked
}

function check(part: Condition, fields: ReadonlyMap<string, ContactField>, groups: Set<number>): Condition {
  if ('all' in part) return { all: part.all.map((one) => check(one, fields, groups)) }
  if ('any' in part) return { any: part.any.map((one) => check(one, fields, groups)) }
  if ('not' in part) return { not: check(part.not, fields, groups) }
  if ('group' in part) groups.add(part.group)
  if (!('field' in part)) return part
  const field = fields.get(columnKey(part.field))
  const named = { ...part, field: field?.key ?? part.field }
  if (named.is !== 'field_equal' && named.is !== 'field_not_equal') return named
  const value = checkFieldValue(field, named.value)
  if ('fault' in value) throw new Problem('field-value', { field: field?.label ?? named.field, reason: value.fault })
  return { ...named, value: value.value }
}
