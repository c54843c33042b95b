import { z } from 'zod'
import { instant, pageQuery } from './paging.ts'

export const channelStatus = z.discriminatedUnion('is', [
  z.object({ is: z.literal('connecting') }),
  /** `limited`: it sends, but not as configured; in words. */
  z.object({ is: z.literal('up'), limited: z.string().optional() }),
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
    /** Whether a resident's phone can answer the sender: a name cannot be answered. */
    answerable: z.boolean(),
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

/**
 * `POST …/channels`. `config` is checked by the connector of that type. A known name is changed; secrets that are left out stay.
 */
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

/** One field of a connector's settings, drawn from the schema by which they are checked, in the reader's words. */
export const connectorField = z.object({
  name: z.string(),
  kind: z.enum(['text', 'lines', 'number', 'boolean', 'choice', 'list']),
  label: z.string(),
  note: z.string().nullable(),
  required: z.boolean(),
  /** It is written and never read back. */
  secret: z.boolean(),
  /** With another value of it the secrets must be given anew. */
  guards: z.boolean(),
  /** Hardly anybody needs it. */
  rare: z.boolean(),
  default: z.unknown(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  maxLength: z.number().nullable(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
})
export type ConnectorField = z.infer<typeof connectorField>
const connector = z.object({ type: z.string(), fields: z.array(connectorField) })
export type Connector = z.infer<typeof connector>
/** `GET /console-api/connectors` */
export const connectorList = z.object({ items: z.array(connector) })
export type ConnectorList = z.infer<typeof connectorList>

/** `GET /console-api/channels/:id/settings`: all but what is secret, to be changed and saved under the same name. */
export const channelSettings = z.object({
  config: z.record(z.string(), z.unknown()),
  ratePerSecond: z.int().nullable(),
  numberPolicy: z.object({ foreign: z.boolean(), fixedLine: z.boolean(), premium: z.boolean() }),
})
export type ChannelSettings = z.infer<typeof channelSettings>

/** `POST …/channels/:id/test`: how the gateway's session stands, after waiting a few seconds for it to settle. */
export const channelTest = z.object({ ok: z.boolean(), status: channelStatus })
export type ChannelTest = z.infer<typeof channelTest>

/** One exchange between a channel and its provider. Never a text, never a secret; of an address only its end. */
export const channelExchange = z
  .object({
    id: z.int(),
    at: instant,
    /** `out`: we asked. */
    direction: z.enum(['out', 'in']),
    operation: z.string(),
    result: z.string().nullable(),
    /** False for what did not go as it should; such exchanges are kept even while tracing is off. */
    ok: z.boolean(),
    address: z.string().nullable(),
    messageId: z.int().nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'ChannelExchange' })
export type ChannelExchange = z.infer<typeof channelExchange>

/** `GET …/channels/:id/trace`. */
export const channelTraceQuery = pageQuery.extend({
  /** Only what went wrong. */
  errors: z.stringbool().default(false),
})

/** The latest first. `tracedUntil`: until then every exchange is kept. */
export const channelTrace = z.object({
  tracedUntil: instant.nullable(),
  items: z.array(channelExchange),
  next: z.string().nullable(),
})
export type ChannelTrace = z.infer<typeof channelTrace>

export const mostTracedMinutes = 60

/** `POST …/channels/:id/trace`: keeps every exchange for so many minutes, without a body for ten; 0 stops it. */
export const traceChannel = z.object({ minutes: z.int().min(0).max(mostTracedMinutes).default(10) })
export const channelTracing = z.object({ tracedUntil: instant.nullable() })
export type ChannelTracing = z.infer<typeof channelTracing>
