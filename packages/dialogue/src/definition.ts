import { z } from 'zod'
import { answerKinds } from './answers/index.ts'
import { nodeKinds, nodeSchema } from './nodes/index.ts'
import type { Node } from './nodes/index.ts'
import type { Ask } from './nodes/ask.ts'
import { perObject } from './per-object.ts'
import { idSchema, settingsSchema } from './settings.ts'
import { fieldsOf } from './text.ts'
import { keyOf, written } from './value.ts'
import type { Reader } from './walk.ts'

/** The longest definition, in bytes of JSON. */
export const MAX_BYTES = 5_000_000
export const MAX_NODES = 2_000

/** A dialogue: settings, and nodes that lead to each other. */
export const definitionSchema = settingsSchema.extend({ nodes: z.record(idSchema, nodeSchema) })
export type Definition = z.infer<typeof definitionSchema>

export function nodeAt(definition: Definition, id: string): Node | undefined {
  return Object.hasOwn(definition.nodes, id) ? definition.nodes[id] : undefined
}

/** The fields that a dialogue reads anywhere, as keys: all that a session needs to know of a contact. */
export const fieldsReadBy = perObject(({ nodes }: Definition) => {
  const fields = Object.values(nodes).flatMap((node) => {
    const kind = nodeKinds[node.kind]
    return [...kind.texts(node).flatMap(fieldsOf), ...(kind.reads?.(node) ?? []).map(keyOf)]
  })
  return new Set(fields)
})

/** By key: the question whose answer a field holds. */
const questionOf = perObject(({ nodes }: Definition) => {
  const questions = new Map<string, Ask>()
  for (const [id, node] of Object.entries(nodes)) if (node.kind === 'ask') questions.set(keyOf(node.field ?? id), node)
  return questions
})

/** How values read in texts: a choice by its label, a date and a number as the language writes them. */
export const readerOf = perObject((definition: Definition): Reader => (key, value, session) => {
  const answer = questionOf(definition).get(key)?.answer
  return (answer && answerKinds[answer.kind].read?.(answer, value, session.language)) ?? written(value)
})
