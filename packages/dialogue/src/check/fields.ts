import { fieldsReadBy } from '../definition.ts'
import type { Definition } from '../definition.ts'
import { nodeKinds } from '../nodes/index.ts'
import type { Node } from '../nodes/index.ts'
import { fieldsOf } from '../text.ts'
import { keyOf } from '../value.ts'
import type { Problem } from './problem.ts'

/** Every field that is read is one of the contact's, or is written somewhere. */
export function fields(definition: Definition, ofContact: readonly string[]): Problem[] {
  const known = new Set([
    ...ofContact.map(keyOf),
    ...Object.entries(definition.nodes).flatMap(([id, node]) => writtenBy(id, node).map(keyOf)),
  ])
  const unknown = new Set([...fieldsReadBy(definition)].filter((field) => !known.has(field)))
  return Object.entries(definition.nodes).flatMap(([node, form]) =>
    readBy(form)
      .filter((field) => unknown.has(field))
      .map((field) => ({ code: 'unknown-field', node, field }) as const),
  )
}

function readBy(node: Node): string[] {
  const kind = nodeKinds[node.kind]
  return [...new Set([...kind.texts(node).flatMap(fieldsOf), ...(kind.reads?.(node) ?? []).map(keyOf)])]
}

function writtenBy(id: string, node: Node): readonly string[] {
  if (node.kind === 'ask') return [node.field ?? id]
  if (node.kind === 'set-field') return [node.field]
  return node.kind === 'book' || node.kind === 'call-webhook' ? node.keep : []
}
