import type { Definition } from '../definition.ts'
import { nodeAt } from '../definition.ts'
import { nodeKinds } from '../nodes/index.ts'
import type { Problem } from './problem.ts'

/** Every node can be come to from the start. */
export function reach(definition: Definition): Problem[] {
  const reached = new Set<string>()
  const { start, whenUnclear, whenSilent } = definition
  const ahead = [start, whenUnclear, whenSilent].filter((id) => id !== undefined)
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const node = nodeAt(definition, id)
    if (!node || reached.has(id)) continue
    reached.add(id)
    ahead.push(...nodeKinds[node.kind].leads(node))
  }
  return Object.keys(definition.nodes)
    .filter((node) => !reached.has(node))
    .map((node) => ({ code: 'never-reached', node }))
}
