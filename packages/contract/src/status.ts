import { z } from 'zod'
import { priority } from './broadcasts.ts'
import { channel } from './channels.ts'
import { instant } from './paging.ts'

/** Something that stands still, and why. */
export const finding = z
  .object({
    /** E.g. `channel-down`, `worker-away`, `broadcast-paused`; docs/observability.md lists them. */
    code: z.string(),
    /** `stuck`: somebody must do something. `waits`: it goes on by itself, or a person wanted it so. */
    severity: z.enum(['stuck', 'waits']),
    /** In words, in the language of Accept-Language. */
    text: z.string(),
    channelId: z.int().nullable(),
    broadcastId: z.int().nullable(),
    since: instant.nullable(),
  })
  .meta({ id: 'Finding' })
export type Finding = z.infer<typeof finding>

/** What waits in one priority lane of one channel. */
export const laneQueue = z.object({
  channelId: z.int(),
  lane: priority,
  /** Messages that could go out now, and since when the oldest could. */
  due: z.int(),
  dueSince: instant.nullable(),
  /** In a gateway's hands. */
  open: z.int(),
  /** Of paused broadcasts. */
  held: z.int(),
  /** To be tried again later, the first at `retryAt`. */
  retrying: z.int(),
  retryAt: instant.nullable(),
})

/** `GET /api/v1/status`: the organization's town at a glance. */
export const status = z
  .object({
    version: z.string(),
    organization: z.string(),
    database: z.enum(['up', 'down']),
    /** As the database server says it: `off` loses what was acknowledged when the power fails. */
    durability: z.object({ fsync: z.string(), synchronousCommit: z.string() }),
    channels: z.array(channel),
    broadcasts: z.object({ running: z.int(), paused: z.int(), scheduled: z.int() }),
    conversationsWaiting: z.int(),
    messagesQueued: z.int(),
    /** Incoming texts that the worker has not routed yet, and since when the oldest waits. */
    inboundWaiting: z.object({ count: z.int(), since: instant.nullable() }),
    /** Pieces of news that the worker has not taken yet, and since when the oldest waits. */
    newsWaiting: z.object({ count: z.int(), since: instant.nullable() }),
    queues: z.array(laneQueue),
    /** Why something stands, the gravest first; empty where all moves. */
    findings: z.array(finding),
  })
  .meta({ id: 'Status' })
export type Status = z.infer<typeof status>
