import type { Definition } from '../definition.ts'
import { nodeAt } from '../definition.ts'
import { nodeKinds } from '../nodes/index.ts'
import type { Problem } from './problem.ts'

/**
 * No circle without a question or a wait. What asks something outside is no rest: a circle through a webhook would go round
 * as fast as it answers.
 */
export function loops(definition: Definition): Problem[] {
  const done = new Set<string>()
  const problems: Problem[] = []
  for (const id of Object.keys(definition.nodes)) {
    const through = circleFrom(id, definition, done)
    if (through) problems.push({ code: 'loops-without-asking', node: through[0] ?? id, through })
  }
  return problems
}

/** Depth first, without recursion: a definition may be a chain of thousands. `done`: nodes that no circle goes through. */
function circleFrom(start: string, definition: Definition, done: Set<string>): string[] | undefined {
  const path: { id: string; ahead: string[] }[] = []
  const enter = (id: string) => path.push({ id, ahead: [...onwards(id, definition)] })
  if (!done.has(start)) enter(start)
  for (let last = path.at(-1); last; last = path.at(-1)) {
    const next = last.ahead.pop()
    if (next === undefined) {
      done.add(last.id)
      path.pop()
      continue
    }
    const began = path.findIndex(({ id }) => id === next)
    if (began >= 0) {
      const circle = path.slice(began).map(({ id }) => id)
      for (const { id } of path) done.add(id)
      return [...circle, next]
    }
    if (!done.has(next)) enter(next)
  }
  return undefined
}

/** Where a node leads in answer to the same event. Of a sub-dialogue also what follows it: it may ask nothing. */
function onwards(id: string, definition: Definition): readonly string[] {
  const node = nodeAt(definition, id)
  if (!node || node.kind === 'ask' || node.kind === 'wait') return []
  if (node.kind === 'sub-dialogue' && asksForCertain(node.start, definition)) return [node.start]
  return nodeKinds[node.kind].leads(node)
}

/** Whether no way from here comes to an `end` without a question or a wait; sub-dialogues inside count as silent. */
function asksForCertain(start: string, definition: Definition): boolean {
  const seen = new Set<string>()
  const ahead = [start]
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const node = nodeAt(definition, id)
    if (!node || seen.has(id)) continue
    if (node.kind === 'end') return false
    seen.add(id)
    if (node.kind === 'sub-dialogue') ahead.push(node.next)
    else if (node.kind !== 'ask' && node.kind !== 'wait') ahead.push(...nodeKinds[node.kind].leads(node))
  }
  return true
}
