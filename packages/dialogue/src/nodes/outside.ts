import { z } from 'zod'
import { durationSchema } from '../duration.ts'
import type { Event } from '../event.ts'
import type { Next } from '../node-kind.ts'
import { idSchema } from '../settings.ts'
import { fieldSchema, keyOf } from '../value.ts'
import type { Walk } from '../walk.ts'

/** What asks something outside, and waits for the event `result`. */
export const outsideShape = {
  /** Fields that go with it. */
  send: z.array(fieldSchema).max(50).default([]),
  /** Fields of the result that are kept; no others are. */
  keep: z.array(fieldSchema).max(50).default([]),
  /** How long to wait before it counts as failed. */
  patience: durationSchema.default('30s'),
  next: idSchema,
  /** Where to go when it fails, or says nothing in time. */
  whenFailed: idSchema,
}

export interface Outside {
  keep: readonly string[]
  next: string
  whenFailed: string
}

/** The result of this very node, or the end of patience; a result that comes later finds the walk elsewhere. */
export function hearResult({ keep, next, whenFailed }: Outside, event: Event, walk: Walk): Next {
  if (event.is === 'timer') return whenFailed
  if (event.is !== 'result' || event.of !== walk.here) return undefined
  if (!event.ok) return whenFailed
  const wanted = new Set(keep.map(keyOf))
  for (const [field, value] of Object.entries(event.fields ?? {})) if (wanted.has(keyOf(field))) walk.keep(field, value)
  return next
}
