import { z } from 'zod'
import { channel } from './channels.ts'
import { instant } from './paging.ts'

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
  })
  .meta({ id: 'Status' })
export type Status = z.infer<typeof status>
