import { locales } from 'zod'
import { check } from './check/check.ts'
import { isWarning } from './check/problem.ts'
import type { Problem } from './check/problem.ts'
import { definitionSchema, MAX_BYTES, MAX_NODES } from './definition.ts'
import type { Definition } from './definition.ts'
import { migrate } from './migrate.ts'
import { FORMAT } from './settings.ts'

export interface Read {
  /** Missing where it cannot be used. */
  definition?: Definition
  /** Errors where it cannot be used, else warnings. */
  problems: Problem[]
}

/** More are of no help. */
const MOST_PROBLEMS = 100

/**
 * A definition from its JSON: measured, migrated, of the right form, checked. Never throws.
 * @param fieldsOfContact as `check` takes them
 */
export function readDefinition(source: string, fieldsOfContact?: readonly string[]): Read {
  const json = parse(source)
  if (!('json' in json)) return { problems: [json] }
  const tooMuch = limits(json.json)
  if (tooMuch) return { problems: [tooMuch] }
  const migrated = migrate(json.json)
  const parsed = definitionSchema.safeParse(migrated)
  if (!parsed.success) return { problems: first(wrongForms(migrated)) }
  const problems = check(parsed.data, fieldsOfContact)
  return problems.every(isWarning)
    ? { definition: parsed.data, problems: first(problems) }
    : { problems: first(problems) }
}

function parse(source: string): { json: Record<string, unknown> } | Problem {
  const bytes = new TextEncoder().encode(source).length
  if (bytes > MAX_BYTES) return { code: 'too-big', bytes, most: MAX_BYTES }
  try {
    const json: unknown = JSON.parse(source)
    return isRecord(json) ? { json } : { code: 'not-a-definition' }
  } catch {
    return { code: 'not-json' }
  }
}

/** Looked at before the schema is, which takes its time over many nodes. */
function limits({ format, nodes }: Record<string, unknown>): Problem | undefined {
  if (typeof format === 'number' && format > FORMAT) return { code: 'newer-format', format, known: FORMAT }
  const count = isRecord(nodes) ? Object.keys(nodes).length : 0
  return count > MAX_NODES ? { code: 'too-many-nodes', nodes: count, most: MAX_NODES } : undefined
}

/** Looked at once in each language: the issues are the same, in the same order. */
function wrongForms(json: unknown): Problem[] {
  const [pl = [], en = []] = [locales.pl(), locales.en()].map(
    ({ localeError }) => definitionSchema.safeParse(json, { error: localeError }).error?.issues,
  )
  return en.map(({ path, message }, index) => {
    const [root, node] = path.map(String)
    return {
      ...(root === 'nodes' && node !== undefined && { node }),
      code: 'wrong-form',
      path: path.join('.'),
      why: { pl: pl[index]?.message ?? message, en: message },
    }
  })
}

function first(problems: Problem[]): Problem[] {
  return problems.slice(0, MOST_PROBLEMS)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
