import type { Status } from '@kurenda/contract'
import { inOrganization, type Pool } from '#platform/db'
import type { Language } from '#platform/i18n'
import { listChannels } from './channels.ts'
import { explainFinding } from './explain-finding.ts'
import { findingKinds, findStuck, type Finding } from './find-stuck.ts'
import { readFacts, type TownFacts } from './read-facts.ts'

interface Counts {
  organization: string
  fsync: string
  synchronous_commit: string
  running: number
  paused: number
  scheduled: number
  waiting: number
  queued: number
  inbound: number
  inbound_since: Date | null
  news: number
  news_since: Date | null
}

/** The organization's town at a glance (api role): how much waits, and why what stands does. */
export async function readStatus(
  api: Pool,
  organizationId: number,
  { version, now, language }: { version: string; now: Date; language: Language },
): Promise<Status> {
  return inOrganization(api, organizationId, async (client) => {
    const { rows } = await client.query<Counts>(
      `SELECT o.name AS organization, current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit,
         (SELECT count(*)::int FROM broadcast b WHERE b.organization_id = o.id AND b.state IN ('expanding', 'sending')) AS running,
         (SELECT count(*)::int FROM broadcast b WHERE b.organization_id = o.id AND b.state = 'paused') AS paused,
         (SELECT count(*)::int FROM broadcast b WHERE b.organization_id = o.id AND b.state = 'scheduled') AS scheduled,
         (SELECT count(*)::int FROM conversation c WHERE c.organization_id = o.id AND c.state = 'waiting') AS waiting,
         (SELECT coalesce(sum(k.count), 0)::int FROM broadcast_counter k WHERE k.organization_id = o.id AND k.state = 0) AS queued,
         (SELECT count(*)::int FROM inbound i WHERE i.organization_id = o.id AND i.routed_at IS NULL) AS inbound,
         (SELECT min(i.at) FROM inbound i WHERE i.organization_id = o.id AND i.routed_at IS NULL) AS inbound_since,
         (SELECT count(*)::int FROM outbox n WHERE n.organization_id = o.id) AS news,
         (SELECT min(n.created_at) FROM outbox n WHERE n.organization_id = o.id) AS news_since
       FROM organization o WHERE o.id = $1`,
      [organizationId],
    )
    const counts = rows[0]
    if (!counts) throw new Error('no such organization')
    const facts = await readFacts(client, organizationId, now)
    return {
      version,
      organization: counts.organization,
      database: 'up' as const,
      durability: { fsync: counts.fsync, synchronousCommit: counts.synchronous_commit },
      channels: await listChannels(client, organizationId, language),
      broadcasts: { running: counts.running, paused: counts.paused, scheduled: counts.scheduled },
      conversationsWaiting: counts.waiting,
      messagesQueued: counts.queued,
      inboundWaiting: { count: counts.inbound, since: counts.inbound_since?.toISOString() ?? null },
      newsWaiting: { count: counts.news, since: counts.news_since?.toISOString() ?? null },
      queues: facts.queues.map(({ dueSince, retryAt, ...queue }) => ({
        ...queue,
        dueSince: dueSince?.toISOString() ?? null,
        retryAt: retryAt?.toISOString() ?? null,
      })),
      findings: findStuck(facts).map((finding) => present(finding, facts, language)),
    }
  })
}

function present(finding: Finding, facts: TownFacts, language: Language): Status['findings'][number] {
  return {
    code: finding.code,
    severity: findingKinds[finding.code].severity,
    text: explainFinding(finding, language, facts),
    channelId: 'channel' in finding ? finding.channel.id : null,
    broadcastId: 'broadcast' in finding ? finding.broadcast.id : null,
    since: finding.since?.toISOString() ?? null,
  }
}
