import type { Definition } from '../definition.ts'
import { nodeAt } from '../definition.ts'
import { nodeKinds } from '../nodes/index.ts'
import type { Problem } from './problem.ts'

/** Every node that something leads to exists. */
export function references(definition: Definition): Problem[] {
  const { start, whenUnclear, whenSilent, nodes } = definition
  const missing = (ids: readonly (string | undefined)[]) =>
    [...new Set(ids)].filter((id) => id !== undefined).filter((id) => !nodeAt(definition, id))
  return [
    ...missing([start, whenUnclear, whenSilent]).map((to) => ({ code: 'refers-to-nothing', to }) as const),
    ...Object.entries(nodes).flatMap(([node, form]) =>
      missing(nodeKinds[form.kind].leads(form)).map((to) => ({ code: 'refers-to-nothing', node, to }) as const),
    ),
  ]
}
