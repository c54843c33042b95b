import { nodeAt } from './definition.ts'
import type { Definition } from './definition.ts'
import type { Effect } from './effect.ts'
import type { Next } from './node-kind.ts'
import { nodeKinds } from './nodes/index.ts'
import type { Session } from './session.ts'
import type { Walk } from './walk.ts'

/** What one event came to. */
export interface Step {
  session: Session
  effects: Effect[]
}

/** More nodes than this are not passed in answer to one event. */
const MOST_NODES = 1_000

/**
 * Goes from node to node until one waits or the session ends. No place is passed twice in answer to one event: a dialogue
 * that leads in a circle without asking is broken off, and a person takes over.
 */
export function follow(definition: Definition, walk: Walk, from: Next): Step {
  const passed = new Set<string>()
  for (let next = from; next !== undefined && walk.session.ended === undefined;) {
    const node = nodeAt(definition, next)
    const { stack } = walk.session
    const place = stack.length === 0 ? next : [...stack, next].join('/')
    if (!node || passed.has(place) || passed.size === MOST_NODES) {
      walk.breakOff()
      break
    }
    passed.add(place)
    walk.moveTo(next)
    next = nodeKinds[node.kind].enter(node, walk)
  }
  return { session: walk.session, effects: walk.effects }
}
