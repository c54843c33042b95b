import { columnKey } from '@kurenda/sms-text'
import { contactLimits } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { checkFieldValue } from './check-field-value.ts'
import { listContactFields } from './contact-fields.ts'

/**
 * Values as they are kept, by the key of their field however it is spelt; '' where a value is taken away.
 * @throws Problem `field-value` with the field and what is wrong with its value
 */
export async function checkFields(
  client: Client,
  organizationId: number,
  given: Readonly<Record<string, string | number | boolean>>,
): Promise<Record<string, string>> {
  const names = Object.keys(given)
  if (names.length === 0) return {}
  if (names.length > contactLimits.fields) throw new Problem('too-many-fields', { limit: contactLimits.fields })
  const fields = new Map(
    (await listContactFields(client, organizationId)).map((field) => [columnKey(field.key), field]),
  )
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const field = fields.get(columnKey(name))
      const checked = checkFieldValue(field, value)
      if ('fault' in checked) throw new Problem('field-value', { field: field?.label ?? name, reason: checked.fault })
      return [field?.key ?? name, checked.value]
    }),
  )
}
