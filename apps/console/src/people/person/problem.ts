import { ApiProblem } from '../../api.ts'

/** The sentence of a refusal where it is of that code, speaks of that value, or names that field; else nothing. */
export function textOf(
  error: Error | null,
  about: { code?: string; param?: readonly [name: string, value: string]; field?: string },
): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined
  if (about.field !== undefined)
    return error.fields.some((one) => one.field === about.field) ? error.message : undefined
  if (error.code !== about.code) return undefined
  const [name, value] = about.param ?? []
  return name === undefined || error.params[name] === value ? error.message : undefined
}
