import { z } from 'zod'
import type { NodeKind } from '../node-kind.ts'
import { membershipOf, membershipShape, namesOne } from './membership.ts'

export const leaveForm = z.strictObject({ kind: z.literal('leave'), ...membershipShape }).refine(namesOne)

/** Takes the person out of a group or a topic. */
export const leave: NodeKind<z.infer<typeof leaveForm>> = {
  schema: leaveForm,
  leads: ({ next }) => [next],
  texts: () => [],
  enter(node, walk) {
    walk.emit({ is: 'leave', node: walk.here, ...membershipOf(node) })
    return node.next
  },
}
