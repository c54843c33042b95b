import { z } from 'zod'
import { idSchema } from '../settings.ts'

const named = z.string().min(1).max(100)

/** What one joins or leaves: a group or a topic, by its name in the host. */
export const membershipShape = { group: named.optional(), topic: named.optional(), next: idSchema }

export function namesOne({ group, topic }: { group?: string | undefined; topic?: string | undefined }): boolean {
  return (group === undefined) !== (topic === undefined)
}

export function membershipOf({ group, topic }: { group?: string | undefined; topic?: string | undefined }) {
  return { ...(group !== undefined && { group }), ...(topic !== undefined && { topic }) }
}
