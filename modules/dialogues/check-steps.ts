import type { Definition } from '@kurenda/dialogue'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/**
 * Whether the town has all that a definition's steps need: its groups, its webhooks, and what carries them out.
 * @throws Problem dialogue-step-unavailable, group-not-found, hook-not-found
 */
export async function checkSteps(
  client: Client,
  organizationId: number,
  { nodes }: Pick<Definition, 'nodes'>,
): Promise<void> {
  const groups = new Set<string>()
  const hooks = new Set<string>()
  for (const [node, step] of Object.entries(nodes)) {
    if (step.kind === 'book' || step.kind === 'open-report')
      throw new Problem('dialogue-step-unavailable', { node, kind: step.kind })
    if (step.kind === 'call-webhook') hooks.add(step.hook)
    if (step.kind !== 'join' && step.kind !== 'leave') continue
    if (step.group === undefined) throw new Problem('dialogue-step-unavailable', { node, kind: 'topic' })
    groups.add(step.group)
  }
  await checkNames(client, organizationId, [...groups], 'contact_group', () => new Problem('group-not-found'))
  await checkNames(
    client,
    organizationId,
    [...hooks],
    'dialogue_hook',
    (hook) => new Problem('hook-not-found', { hook }),
  )
}

async function checkNames(
  client: Client,
  organizationId: number,
  names: readonly string[],
  table: 'contact_group' | 'dialogue_hook',
  refusal: (name: string) => Problem,
): Promise<void> {
  if (names.length === 0) return
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM ${table} WHERE organization_id = $1 AND name = ANY($2)`,
    [organizationId, names],
  )
  const missing = names.find((name) => !rows.some((row) => row.name === name))
  if (missing !== undefined) throw refusal(missing)
}
