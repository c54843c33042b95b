const special = /["\\]/

/**
 * PostgreSQL's literal of an array of numbers, days or instants, which need no quotes; give it as a parameter with a cast. The
 * driver escapes each element by itself, which took a tenth of the gateway's time.
 */
export function plainArray(values: readonly (number | string | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`
}

/** The same of texts. */
export function textArray(values: readonly (string | null)[]): string {
  const quoted = values.map((value) => {
    if (value === null) return 'NULL'
    return `"${special.test(value) ? value.replaceAll(/["\\]/g, '\\$&') : value}"`
  })
  return `{${quoted.join(',')}}`
}
