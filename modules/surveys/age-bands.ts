import { columnKey } from '@kurenda/sms-text'

const bands = [
  { id: '0-17', from: 0 },
  { id: '18-29', from: 18 },
  { id: '30-44', from: 30 },
  { id: '45-59', from: 45 },
  { id: '60-74', from: 60 },
  { id: '75+', from: 75 },
] as const

const oldest = 120
/** Parts of the names of fields that hold an age, or when one was born. */
const names = ['wiek', 'lat', 'urodz', 'rocznik', 'age', 'birth', 'born', 'вік', 'народ'].map(columnKey)

/** Whether a field of contacts is called as those that hold an age. */
export function tellsAge(field: string): boolean {
  const key = columnKey(field)
  return names.some((name) => (name.length <= 3 ? key === name : key.includes(name)))
}

/** The band of "43", "1982", "1982-05-17" or "17.05.1982" in a year; undefined for what is no age. */
export function ageBand(value: string, year: number): string | undefined {
  const age = /^\d{1,3}$/.test(value) ? Number(value) : yearIn(value) === undefined ? NaN : year - (yearIn(value) ?? 0)
  return age >= 0 && age <= oldest ? bands.findLast(({ from }) => age >= from)?.id : undefined
}

function yearIn(value: string): number | undefined {
  const found = /^(\d{4})(?:-\d\d-\d\d)?$/.exec(value) ?? /^\d{1,2}[./-]\d{1,2}[./-](\d{4})$/.exec(value)
  return found?.[1] === undefined ? undefined : Number(found[1])
}

/** In the order of age. */
export function compareBands(a: string, b: string): number {
  return bands.findIndex(({ id }) => id === a) - bands.findIndex(({ id }) => id === b)
}
