import { FORMAT } from './settings.ts'

type Json = Record<string, unknown>
/** From the format before to this one. */
export type Migration = (definition: Json) => Json

/** By the format that each leads to. The form has not changed since the first. */
const migrations: Readonly<Record<number, Migration>> = {}

/**
 * A definition of any format, in the newest. Published definitions stay as they were written: whoever reads one migrates it.
 * What has no format, or one that is not known, is left as it is: the schema will tell.
 */
export function migrate(definition: Json, steps = migrations, newest = FORMAT): Json {
  const { format } = definition
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1) return definition
  let migrated = definition
  for (let to = format + 1; to <= newest; to++) migrated = { ...steps[to]?.(migrated), format: to }
  return migrated
}
