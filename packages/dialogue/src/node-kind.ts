import type { ZodType } from 'zod'
import type { Event } from './event.ts'
import type { Text } from './text.ts'
import type { Walk } from './walk.ts'

/** The node to go on to; `undefined` where the walk stands still: it waits for an event, or it has ended. */
export type Next = string | undefined

/** One kind of node: its form, and what it does. */
export interface NodeKind<N> {
  readonly schema: ZodType<N>
  /** All nodes that it may go on to. */
  leads(node: N): readonly string[]
  texts(node: N): readonly Text[]
  /** Names of fields that it reads, those in texts aside. */
  reads?(node: N): readonly string[]
  /** The walk arrives. */
  enter(node: N, walk: Walk): Next
  /** Something happens while the walk stands here. Only kinds that stand still have it. */
  hear?(node: N, event: Event, walk: Walk): Next
  /** Says again what it waits for. */
  again?(node: N, walk: Walk): void
}
