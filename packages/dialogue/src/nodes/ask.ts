import { z } from 'zod'
import { answerKinds, answerSchema, understand } from '../answers/index.ts'
import type { Given } from '../event.ts'
import type { Next, NodeKind } from '../node-kind.ts'
import type { Misunderstanding, Prompt } from '../prompt.ts'
import { idSchema, patienceSchema } from '../settings.ts'
import { textSchema } from '../text.ts'
import { wishOf } from '../understand/wish.ts'
import type { Wish } from '../understand/wish.ts'
import { fieldSchema } from '../value.ts'
import type { Value } from '../value.ts'
import type { Walk } from '../walk.ts'

export const askForm = z.strictObject({
  kind: z.literal('ask'),
  question: textSchema,
  answer: answerSchema,
  /** Where the answer is kept; under the node's id, where missing. */
  field: fieldSchema.optional(),
  /** A question that is not required may be skipped. */
  required: z.boolean().default(true),
  /** Helps who was not understood; what the channel says by itself, where missing. */
  hint: textSchema.optional(),
  /** Instead of the dialogue's own. */
  patience: patienceSchema.optional(),
  whenUnclear: idSchema.optional(),
  whenSilent: idSchema.optional(),
  next: idSchema,
})
export type Ask = z.infer<typeof askForm>

/** Asks, and waits for the answer. */
export const ask: NodeKind<Ask> = {
  schema: askForm,
  leads: ({ next, whenUnclear, whenSilent }) => [next, whenUnclear, whenSilent].filter((id) => id !== undefined),
  texts: ({ question, hint, answer }) => [
    question,
    ...(hint ? [hint] : []),
    ...(answerKinds[answer.kind].texts?.(answer) ?? []),
  ],
  enter(node, walk) {
    put(node, walk)
    return undefined
  },
  hear(node, event, walk) {
    if (event.is === 'answer') return hearAnswer(node, event.given, walk)
    return event.is === 'timer' ? hearNothing(node, walk) : undefined
  },
  again: (node, walk) => put(node, walk, { because: 'resumed' }),
}

/** An answer goes before a wish ("Skip" may be a choice), unless whatever is said would be an answer. */
function hearAnswer(node: Ask, given: Given, walk: Walk): Next {
  const heard = understand(node.answer, given, walk)
  const wish = wishIn(given)
  const grant = wish && (heard.is !== 'value' || takesAnything(node)) && grantOf(wish, node, walk)
  if (grant) return grant()
  return heard.is === 'value' ? answered(node, heard.value, walk) : misunderstand(node, heard, walk)
}

/** What is done for a wish; `undefined` where it cannot be fulfilled here. */
function grantOf(wish: Wish, node: Ask, walk: Walk): (() => Next) | undefined {
  const again = () => put(node, walk, { because: 'resumed' })
  switch (wish.is) {
    case 'person':
      return () => walk.handOver('wanted')
    case 'again':
      return again
    case 'skip':
      return () => (node.required ? misunderstand(node, { is: 'required' }, walk) : answered(node, null, walk))
    case 'language':
      if (!walk.settings.languages.includes(wish.language)) return undefined
      walk.session.language = wish.language
      return again
    case 'stop':
      return () => walk.finish('left')
  }
}

/** On a telephone `#` alone skips and `*` alone repeats. */
function wishIn(given: Given): Wish | undefined {
  if ('text' in given) return wishOf(given.text)
  if ('skip' in given || ('keys' in given && given.keys === '#')) return { is: 'skip' }
  return 'keys' in given && given.keys === '*' ? { is: 'again' } : undefined
}

function takesAnything({ answer }: Ask): boolean {
  return answerKinds[answer.kind].takesAnything ?? false
}

function answered(node: Ask, value: Value | null, walk: Walk): Next {
  const field = node.field ?? walk.here
  if (value !== null) walk.keep(field, value)
  walk.emit({ is: 'record', node: walk.here, field, value })
  return node.next
}

function misunderstand(node: Ask, why: Misunderstanding, walk: Walk): Next {
  walk.session.tries += 1
  if (walk.session.tries > patienceOf(node, walk).retries) {
    return node.whenUnclear ?? walk.settings.whenUnclear ?? walk.handOver('unclear')
  }
  return put(node, walk, { because: 'misunderstood', why, ...(node.hint && { hint: walk.text(node.hint) }) })
}

function hearNothing(node: Ask, walk: Walk): Next {
  const { remind } = patienceOf(node, walk)
  if (walk.session.reminded >= remind.length) {
    return node.whenSilent ?? walk.settings.whenSilent ?? walk.finish('silent')
  }
  walk.session.reminded += 1
  return put(node, walk, { because: 'reminder' })
}

/** Puts the question, and waits for the answer from now on. */
function put(node: Ask, walk: Walk, again?: Prompt['again']): undefined {
  const question = { reply: answerKinds[node.answer.kind].reply(node.answer, walk), required: node.required }
  walk.send(walk.text(node.question), { question, ...(again && { again }) })
  const { remind, expire } = patienceOf(node, walk)
  const until = remind[walk.session.reminded] ?? expire
  if (until === undefined) delete walk.session.due
  else walk.wakeAfter(until)
}

function patienceOf(node: Ask, walk: Walk) {
  return node.patience ?? walk.settings.patience
}
