import type { SessionStatus } from '@kurenda/channel'
import { readQueues, type LaneQueue, type Load } from '#modules/messaging'
import type { Client } from '#platform/db'
import { readSessionStatus } from './session-status.ts'

export interface ChannelFacts {
  id: number
  name: string
  enabled: boolean
  ratePerSecond: number | null
  /** Whether a gateway holds it, and since when none does. */
  held: boolean
  heldUntil: Date | null
  status: SessionStatus
  downSince: Date | null
  load: Partial<Load>
}

export interface BroadcastFacts {
  id: number
  name: string
  state: 'scheduled' | 'expanding' | 'sending' | 'paused'
  priority: string
  sendAt: Date | null
  confirmedAt: Date | null
  pausedBy: string | null
  pausedAt: Date | null
}

/** What is known of an organization's town at a moment: all that its troubles are told from. */
export interface TownFacts {
  now: Date
  timeZone: string
  quietFrom: string
  quietUntil: string
  channels: ChannelFacts[]
  queues: LaneQueue[]
  broadcasts: BroadcastFacts[]
  /** Since when the oldest incoming text, and the oldest piece of news, waits for the worker. */
  inboundSince: Date | null
  newsSince: Date | null
}

const mostBroadcasts = 100

/** In the organization's own transaction (api role). */
export async function readFacts(client: Client, organizationId: number, now: Date): Promise<TownFacts> {
  const town = await client.query<Omit<TownFacts, 'now' | 'channels' | 'queues' | 'broadcasts'>>(
    `SELECT o.time_zone AS "timeZone", o.quiet_from::text AS "quietFrom", o.quiet_until::text AS "quietUntil",
       (SELECT min(i.at) FROM inbound i WHERE i.organization_id = o.id AND i.routed_at IS NULL) AS "inboundSince",
       (SELECT min(n.created_at) FROM outbox n WHERE n.organization_id = o.id) AS "newsSince"
     FROM organization o WHERE o.id = $1`,
    [organizationId],
  )
  const about = town.rows[0]
  if (!about) throw new Error('no such organization')
  return {
    now,
    ...about,
    channels: await readChannels(client, organizationId, now),
    queues: await readQueues(client, organizationId, now),
    broadcasts: await readBroadcasts(client, organizationId),
  }
}

async function readChannels(client: Client, organizationId: number, now: Date): Promise<ChannelFacts[]> {
  const { rows } = await client.query<Omit<ChannelFacts, 'status'> & { status: unknown }>(
    `SELECT c.id, c.name, c.enabled, c.rate_per_second AS "ratePerSecond", coalesce(l.until > $2, false) AS held,
       CASE WHEN isfinite(l.until) THEN l.until ELSE l.status_at END AS "heldUntil", l.status, l.down_since AS "downSince",
       coalesce(l.load, '{}') AS load
     FROM channel c LEFT JOIN channel_lease l ON l.channel_id = c.id WHERE c.organization_id = $1 ORDER BY c.id`,
    [organizationId, now],
  )
  return rows.map((row) => ({ ...row, status: readSessionStatus(row.status) }))
}

async function readBroadcasts(client: Client, organizationId: number): Promise<BroadcastFacts[]> {
  const { rows } = await client.query<BroadcastFacts>(
    `SELECT b.id, b.name, b.state, b.priority, b.send_at AS "sendAt", b.confirmed_at AS "confirmedAt",
       p.name AS "pausedBy", p.at AS "pausedAt"
     FROM broadcast b LEFT JOIN LATERAL (
       SELECT e.at, coalesce(
         (SELECT u.name FROM membership m JOIN "user" u ON u.id = m.user_id
          WHERE m.organization_id = e.organization_id AND 'staff:' || m.id = e.actor),
         (SELECT k.name FROM api_key k WHERE k.organization_id = e.organization_id AND 'key:' || k.id = e.actor)) AS name
       FROM audit_entry e
       WHERE b.state = 'paused' AND e.organization_id = b.organization_id AND e.noun = 'broadcast' AND e.verb = 'pause'
         AND e.subject = b.id::text
       ORDER BY e.seq DESC LIMIT 1) AS p ON true
     WHERE b.organization_id = $1 AND b.state IN ('scheduled', 'expanding', 'sending', 'paused')
     ORDER BY b.id DESC LIMIT $2`,
    [organizationId, mostBroadcasts],
  )
  return rows
}
