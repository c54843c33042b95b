import { z } from 'zod'

/** In which state a message can be; a test holds them equal to the lifecycle's table. */
export const stateNames = [
  'queued',
  'submitted',
  'delivered',
  'failed',
  'expired',
  'uncertain',
  'cancelled',
  'suppressed',
  'unconfirmed',
] as const
export const messageState = z.enum(stateNames)
export type StateName = z.infer<typeof messageState>

/** How many messages are in each state. */
export const totals = z.object({
  queued: z.int(),
  submitted: z.int(),
  delivered: z.int(),
  failed: z.int(),
  expired: z.int(),
  uncertain: z.int(),
  cancelled: z.int(),
  suppressed: z.int(),
  unconfirmed: z.int(),
})
export type Totals = z.infer<typeof totals>

/** Those that `watch` waits for no longer. */
export const settledStates = stateNames.filter((name) => name !== 'queued' && name !== 'submitted')
