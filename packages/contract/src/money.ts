import { z } from 'zod'

/** An amount in the currency itself (not in its hundredths), with at most four decimals. */
export const money = z.object({ amount: z.number(), currency: z.string() })
export type Money = z.infer<typeof money>
