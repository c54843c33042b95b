import type { core } from 'zod'
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
  const parsed = definitionSchema.safeParse(migrate(json.json))
  if (!parsed.success) return { problems: first(parsed.error.issues.map(wrongForm)) }
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
    return isRecord(json) ? { json } : { code: 'wrong-form', path: '', found: typeof json }
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

function wrongForm({ path, message }: core.$ZodIssue): Problem {
  const [root, node] = path.map(String)
  const place = { code: 'wrong-form', path: path.join('.'), found: message } as const
  return root === 'nodes' && node !== undefined ? { ...place, node } : place
}

function first(problems: Problem[]): Problem[] {
  return problems.slice(0, MOST_PROBLEMS)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
