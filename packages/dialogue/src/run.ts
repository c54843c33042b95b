import { nodeAt, readerOf } from './definition.ts'
import type { Definition } from './definition.ts'
import { eventSchema } from './event.ts'
import type { Event } from './event.ts'
import { follow } from './follow.ts'
import type { Step } from './follow.ts'
import { nodeKinds } from './nodes/index.ts'
import type { Node } from './nodes/index.ts'
import type { Session } from './session.ts'
import { wishOf } from './understand/wish.ts'
import { Walk } from './walk.ts'

/**
 * One event of one session. Pure: the same input gives the same output, and nothing given is changed. Total: whatever comes
 * as an event, known or not, at whatever moment, gives a session and effects.
 */
export function run(definition: Definition, session: Session, event: Event): Step {
  const known = eventSchema.safeParse(event)
  if (!known.success) return { session, effects: [] }
  const walk = new Walk(definition, { ...session }, known.data.at, readerOf(definition))
  const node = nodeAt(definition, session.node)
  if (guards.some((guard) => guard(walk, known.data, node))) return { session: walk.session, effects: walk.effects }
  if (!node) return follow(definition, walk, session.node)
  return follow(definition, walk, nodeKinds[node.kind].hear?.(node, known.data, walk))
}

/** Whether the session waits for an answer of the person, so that the next thing they write is one. */
export function asks(definition: Definition, session: Session): boolean {
  return session.ended === undefined && nodeAt(definition, session.node)?.kind === 'ask'
}

/** Deals with an event before the node hears it, and says so. */
type Guard = (walk: Walk, event: Event, node: Node | undefined) => boolean

const guards: readonly Guard[] = [hasEnded, leaves, isEarly, speaksOtherwise, isBack, isNotAsked, answersAnother]

function hasEnded(walk: Walk, event: Event): boolean {
  if (walk.session.ended === undefined) return false
  if (event.is === 'answer') walk.emit({ is: 'pass-on' })
  return true
}

/** STOP goes before all else, whatever was asked. */
function leaves(walk: Walk, event: Event): boolean {
  if (event.is !== 'leave' && !(event.is === 'answer' && saysStop(event))) return false
  walk.finish('left')
  return true
}

function saysStop({ given }: Extract<Event, { is: 'answer' }>): boolean {
  return 'text' in given && wishOf(given.text)?.is === 'stop'
}

/** A timer of an earlier question, or one that rings twice. */
function isEarly({ session, at }: Walk, event: Event): boolean {
  return event.is === 'timer' && (session.due === undefined || Date.parse(at) < Date.parse(session.due))
}

function speaksOtherwise(walk: Walk, event: Event, node: Node | undefined): boolean {
  if (event.is !== 'language') return false
  if (walk.settings.languages.includes(event.language)) walk.session.language = event.language
  return say(walk, node)
}

function isBack(walk: Walk, event: Event, node: Node | undefined): boolean {
  return event.is === 'resume' && say(walk, node)
}

function isNotAsked(walk: Walk, event: Event, node: Node | undefined): boolean {
  if (event.is !== 'answer' || !node || nodeKinds[node.kind].again) return false
  walk.emit({ is: 'pass-on' })
  return true
}

/** A form that was open while the dialogue went on: its answer belongs to another question. */
function answersAnother(walk: Walk, event: Event, node: Node | undefined): boolean {
  return event.is === 'answer' && event.to !== undefined && event.to !== walk.here && say(walk, node)
}

function say(walk: Walk, node: Node | undefined): boolean {
  if (!node) return false
  nodeKinds[node.kind].again?.(node, walk)
  return true
}
