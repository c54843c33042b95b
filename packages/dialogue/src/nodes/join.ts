import { z } from 'zod'
import type { NodeKind } from '../node-kind.ts'
import { membershipOf, membershipShape, namesOne } from './membership.ts'

export const joinForm = z.strictObject({ kind: z.literal('join'), ...membershipShape }).refine(namesOne)

/** Adds the person to a group or a topic. */
export const join: NodeKind<z.infer<typeof joinForm>> = {
  schema: joinForm,
  leads: ({ next }) => [next],
  texts: () => [],
  enter(node, walk) {
    walk.emit({ is: 'join', node: walk.here, ...membershipOf(node) })
    return node.next
  },
}
