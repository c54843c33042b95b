import { definitionSchema, explain, isWarning, migrate, readDefinition, type Definition } from '@kurenda/dialogue'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

export interface Version {
  dialogueId: number
  version: number
}

/** A version never changes, so that one that was read serves all that follow. The one used longest ago goes first. */
const read = new Map<string, Definition>()
const mostKept = 300

/** Definitions by {@link versionKey}; one that is not there is missing. Any role. */
export async function readDefinitions(
  client: Pick<Client, 'query'>,
  organizationId: number,
  versions: readonly Version[],
): Promise<Map<string, Definition>> {
  const found = new Map<string, Definition>()
  const missing = new Map<string, Version>()
  for (const version of versions) {
    const key = versionKey(version)
    const known = read.get(`${organizationId} ${key}`)
    if (known) keep(`${organizationId} ${key}`, known)
    if (known) found.set(key, known)
    else missing.set(key, version)
  }
  if (missing.size === 0) return found
  const wanted = [...missing.values()]
  const { rows } = await client.query<Version & { definition: Record<string, unknown> }>(
    `SELECT v.dialogue_id AS "dialogueId", v.version, v.definition FROM unnest($2::bigint[], $3::int[]) AS w(d, n)
     JOIN dialogue_version v ON v.organization_id = $1 AND v.dialogue_id = w.d AND v.version = w.n`,
    [organizationId, wanted.map((one) => one.dialogueId), wanted.map((one) => one.version)],
  )
  for (const row of rows) {
    const definition = definitionSchema.parse(migrate(row.definition))
    keep(`${organizationId} ${versionKey(row)}`, definition)
    found.set(versionKey(row), definition)
  }
  return found
}

export function versionKey({ dialogueId, version }: Version): string {
  return `${dialogueId} ${version}`
}

function keep(key: string, definition: Definition): void {
  read.delete(key)
  read.set(key, definition)
  const [oldest] = read.keys()
  if (read.size > mostKept && oldest !== undefined) read.delete(oldest)
}

/** @throws Problem dialogue-invalid, with what is wrong in words: in one sentence, and by itself for each of `nodes` */
export function parseDefinition(json: object): Definition {
  const { definition, problems } = readDefinition(JSON.stringify(json))
  if (definition) return definition
  const wrong = problems.filter((problem) => !isWarning(problem)).slice(0, 5)
  const say = (language: 'pl' | 'en') => wrong.map((problem) => explain(problem, language)).join(' ')
  const each = (language: 'pl' | 'en') => wrong.map(({ node: _node, ...problem }) => explain(problem, language))
  throw new Problem('dialogue-invalid', {
    'why.pl': say('pl'),
    'why.en': say('en'),
    nodes: wrong.map(({ node }) => node ?? ''),
    'each.pl': each('pl'),
    'each.en': each('en'),
  })
}
