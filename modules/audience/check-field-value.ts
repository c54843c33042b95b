import { contactLimits } from '@kurenda/contract'
import { fold } from '@kurenda/sms-text'
import type { ContactField } from './contact-fields.ts'

export type ValueFault = 'not-a-value-number' | 'not-a-date' | 'not-yes-or-no' | 'not-a-choice' | 'value-too-long'

const yes = new Set(['tak', 't', 'yes', 'y', 'true', '1', 'x', 'так'].map(fold))
const no = new Set(['nie', 'n', 'no', 'false', '0', 'ні'].map(fold))
const numberShape = /^-?\d{1,15}(\.\d{1,9})?$/

/**
 * A value as its field keeps it: always text, so that lists and templates show it as it is. Numbers with a point, dates as
 * 2026-05-20, yes and no as the field's two words; an empty text is no value.
 * @param field undefined for a key that nobody defined: any text will do
 */
export function checkFieldValue(
  field: Pick<ContactField, 'type' | 'choices'> | undefined,
  given: string | number | boolean,
): { value: string } | { fault: ValueFault } {
  const text = String(given).trim()
  if (text.length > contactLimits.fieldValue) return { fault: 'value-too-long' }
  if (text === '' || !field) return { value: text }
  switch (field.type) {
    case 'text':
      return { value: text }
    case 'number': {
      const value = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.')
      return numberShape.test(value) ? { value } : { fault: 'not-a-value-number' }
    }
    case 'date': {
      const value = toDay(text)
      return value === undefined ? { fault: 'not-a-date' } : { value }
    }
    case 'yes_no': {
      const answer = fold(text)
      const [yesWord = 'tak', noWord = 'nie'] = field.choices
      if (yes.has(answer) || answer === fold(yesWord)) return { value: yesWord }
      if (no.has(answer) || answer === fold(noWord)) return { value: noWord }
      return { fault: 'not-yes-or-no' }
    }
    case 'choice': {
      const value = field.choices.find((choice) => fold(choice) === fold(text))
      return value === undefined ? { fault: 'not-a-choice' } : { value }
    }
  }
}

/** 2026-05-20, 20.05.2026, 20-05-2026 or 20/05/2026 as the first; undefined where there is no such day. */
function toDay(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T00:00:00(?:\.0+)?Z?)?$/.exec(text)
  const polish = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s*r\.?)?$/.exec(text)
  const [year, month, day] = iso ? iso.slice(1) : (polish?.slice(1).reverse() ?? [])
  if (year === undefined || month === undefined || day === undefined) return undefined
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${value}T00:00:00Z`)
  // 2026-02-30 is taken for 2 March by some engines.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value) ? value : undefined
}
