import { z } from 'zod'
import { instant } from './paging.ts'

export const channelStatus = z.discriminatedUnion('is', [
  z.object({ is: z.literal('connecting') }),
  z.object({ is: z.literal('up') }),
  /** `final`: only another configuration will help. */
  z.object({ is: z.literal('down'), reason: z.string(), final: z.boolean() }),
])
export type ChannelStatus = z.infer<typeof channelStatus>

/** A way to residents. Its configuration is never shown: it holds a password. */
export const channel = z
  .object({
    id: z.int(),
    name: z.string(),
    type: z.string(),
    sender: z.string(),
    enabled: z.boolean(),
    pricePerPart: z.number(),
    currency: z.string(),
    status: channelStatus,
    statusAt: instant.nullable(),
  })
  .meta({ id: 'Channel' })
export type Channel = z.infer<typeof channel>
export const channelList = z.object({ items: z.array(channel) })
export type ChannelList = z.infer<typeof channelList>

/** `POST /api/v1/channels`. `config` is checked by the connector of that type. A known name is changed. */
export const newChannel = z.object({
  type: z.string().min(1).max(50),
  name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u),
  sender: z.string().min(1).max(16),
  config: z.record(z.string(), z.unknown()),
  ratePerSecond: z.int().min(1).max(100_000).nullable().optional(),
  /** In the currency itself, e.g. 0.08. */
  pricePerPart: z.number().min(0).max(1000).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  numberPolicy: z
    .object({ foreign: z.boolean().optional(), fixedLine: z.boolean().optional(), premium: z.boolean().optional() })
    .optional(),
})
export type NewChannel = z.input<typeof newChannel>

/** `POST …/channels/:id/test`: how the gateway's session stands, after waiting a few seconds for it to settle. */
export const channelTest = z.object({ ok: z.boolean(), status: channelStatus })
export type ChannelTest = z.infer<typeof channelTest>
