import type { LastWord } from '#modules/dialogues'
import { isLanguage, type Language } from '#modules/registration'
import { inOneGo, type Client } from '#platform/db'
import type { Keyword } from './match-keyword.ts'

const recentMs = 72 * 3_600_000
/** The response to a submit may be written a little after the answer to it came in. */
const overtakingMs = 5 * 60_000
const loopMs = 10 * 60_000

export interface Sender {
  optedOut: boolean
  language: Language
  /** Of the first contact at the address; what templates may name. */
  name: string | null
  fields: Record<string, unknown>
  /** Automatic answers to this number in the last ten minutes. */
  answers: number
  /** What dialogues said to it in that time. */
  said: number
  /** Broadcasts that reached it lately, the newest first. */
  broadcasts: RecentBroadcast[]
  /** Conversations in which staff answered lately, the newest first. */
  matters: { id: number; channelId: number; at: Date }[]
}

export interface RecentBroadcast {
  id: number
  submittedAt: Date
  /** Nobody reads what is answered to it. */
  noReply: boolean
  /** The sender was told so already. */
  told: boolean
  /** It put the first question of that dialogue. */
  dialogueId: number | null
}

function isRecent(of: Date, at: Date): boolean {
  return of.getTime() <= at.getTime() + overtakingMs && of.getTime() >= at.getTime() - recentMs
}

/**
 * What a text of this time and channel would answer: the latest broadcast, what staff wrote after it, and the dialogue that spoke last.
 * A broadcast that nobody reads answers to asks nothing: a dialogue before it still waits.
 */
export function whatWasSaid(
  sender: Sender,
  { at, channelId }: { at: Date; channelId: number },
  dialogue: LastWord | undefined,
): { broadcast: RecentBroadcast | undefined; matterId: number | null; dialogueId: number | null; repeated: boolean } {
  const broadcast = sender.broadcasts.find(({ submittedAt }) => isRecent(submittedAt, at))
  const matter = sender.matters.find((one) => one.channelId === channelId && isRecent(one.at, at))
  const isLast = matter !== undefined && (broadcast === undefined || matter.at > broadcast.submittedAt)
  const asks = broadcast !== undefined && !broadcast.noReply && broadcast.dialogueId === null
  const others = [matter?.at, asks ? broadcast.submittedAt : undefined]
  const spokeLast = dialogue !== undefined && !others.some((one) => one !== undefined && one > dialogue.at)
  return {
    broadcast,
    matterId: isLast ? matter.id : null,
    dialogueId: spokeLast && dialogue.waits && !sender.optedOut ? dialogue.dialogueId : null,
    repeated: spokeLast && dialogue.repeated,
  }
}

/**
 * Everything the router asks about the senders of a batch. Their address rows are held first: two workers that have texts of one
 * person go one after the other, and the second sees what the first wrote.
 */
export async function loadSenders(
  client: Client,
  organizationId: number,
  addressIds: readonly number[],
  times: { earliest: Date; now: Date },
): Promise<Map<number, Sender>> {
  const since = new Date(times.earliest.getTime() - recentMs)
  const [, { rows }, sent] = await inOneGo(
    client,
    () =>
      client.query('SELECT FROM address WHERE organization_id = $1 AND id = ANY($2) ORDER BY id FOR NO KEY UPDATE', [
        organizationId,
        addressIds,
      ]),
    () =>
      client.query<SenderRow>(
        `SELECT a.id,
       EXISTS (SELECT FROM opt_out o WHERE o.organization_id = $1 AND o.address_id = a.id) AS "optedOut",
       coalesce(p.language, (SELECT language FROM organization WHERE id = $1)) AS language, p.name, coalesce(p.fields, '{}') AS fields,
       (SELECT count(*) FROM conversation c JOIN conversation_entry e ON e.organization_id = $1 AND e.conversation_id = c.id
         WHERE c.organization_id = $1 AND c.address_id = a.id AND c.last_at > $3 AND e.direction = 'out' AND e.author IS NULL
           AND e.at > $3 AND e.dialogue_id IS NULL) AS answers,
       (SELECT count(*) FROM conversation c JOIN conversation_entry e ON e.organization_id = $1 AND e.conversation_id = c.id
         WHERE c.organization_id = $1 AND c.address_id = a.id AND c.last_at > $3 AND e.at > $3 AND e.dialogue_id IS NOT NULL) AS said,
       (SELECT jsonb_agg(jsonb_build_object('id', m.id, 'channelId', m.channel_id, 'at', m.staff_at) ORDER BY m.staff_at DESC)
         FROM conversation m WHERE m.organization_id = $1 AND m.address_id = a.id AND m.staff_at >= $4) AS matters
     FROM unnest($2::bigint[]) AS a(id)
     LEFT JOIN LATERAL (
       SELECT c.language, c.name, c.fields FROM contact_address ca JOIN contact c ON c.organization_id = $1 AND c.id = ca.contact_id
       WHERE ca.organization_id = $1 AND ca.address_id = a.id AND c.trashed_at IS NULL ORDER BY c.id LIMIT 1) p ON true`,
        [organizationId, addressIds, new Date(times.now.getTime() - loopMs), since],
      ),
    // sent_on is the broadcast's first day, which a slow or paused broadcast may leave behind; it only spares old partitions.
    () =>
      client.query<{ address_id: number } & RecentBroadcast>(
        `SELECT m.address_id, m.broadcast_id AS id, m.submitted_at AS "submittedAt", coalesce(b.replies = 'no_reply', false) AS "noReply",
       coalesce(b.replies = 'no_reply', false) AND EXISTS (SELECT FROM no_reply_answer n
         WHERE n.organization_id = $1 AND n.broadcast_id = m.broadcast_id AND n.address_id = m.address_id) AS told,
       b.dialogue_id AS "dialogueId"
     FROM message m LEFT JOIN broadcast b ON b.organization_id = $1 AND b.id = m.broadcast_id
     WHERE m.organization_id = $1 AND m.address_id = ANY($2) AND m.broadcast_id IS NOT NULL AND m.submitted_at >= $3
       AND m.sent_on >= ($3::timestamptz - interval '30 days')::date ORDER BY m.submitted_at DESC`,
        [organizationId, addressIds, since],
      ),
  )
  const senders = new Map<number, Sender>()
  for (const { id, language, matters, ...row } of rows)
    senders.set(id, {
      ...row,
      language: isLanguage(language) ? language : 'pl',
      broadcasts: [],
      matters: (matters ?? []).map((matter) => ({ ...matter, at: new Date(matter.at) })),
    })
  for (const { address_id, ...broadcast } of sent.rows) senders.get(address_id)?.broadcasts.push(broadcast)
  return senders
}

interface SenderRow {
  id: number
  optedOut: boolean
  language: string
  name: string | null
  fields: Record<string, unknown>
  answers: number
  said: number
  matters: { id: number; channelId: number; at: string }[] | null
}

/** The organization's keywords, and those of its groups that have one. A keyword's own row wins over a group's. */
export async function loadKeywords(client: Client, organizationId: number): Promise<Keyword[]> {
  const { rows } = await client.query<Keyword>(
    `SELECT word, answer, template_id AS "templateId", group_id AS "groupId", NULL AS "groupName", NULL AS "dialogueId"
       FROM keyword WHERE organization_id = $1
     UNION ALL
     SELECT g.keyword, '', NULL, g.id, g.name, NULL FROM contact_group g WHERE g.organization_id = $1 AND g.keyword IS NOT NULL
       AND NOT EXISTS (SELECT FROM keyword k WHERE k.organization_id = $1 AND k.word = g.keyword)`,
    [organizationId],
  )
  return rows
}
