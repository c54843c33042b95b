import type { NumberPolicy } from '#modules/audience'
import type { Client } from '#platform/db'
import type { ErrorCode } from '#platform/errors'

/** A channel as whoever wants to send needs it. */
export interface SendingChannel {
  id: number
  /** E.164 or a name of at most 11 characters. */
  sender: string
  /** Those that the provider has registered; none: any. */
  senders: string[]
  numberPolicy: NumberPolicy
  /** The organization's. */
  timeZone: string
}

/** The channel of that name, or the organization's first; undefined where there is none. */
export async function findSendingChannel(
  client: Pick<Client, 'query'>,
  organizationId: number,
  name: string | undefined,
): Promise<SendingChannel | undefined> {
  const { rows } = await client.query<SendingChannel>({
    name: 'find-sending-channel',
    text: `SELECT c.id, c.sender, coalesce(c.config -> 'senders', '[]') AS senders, c.number_policy AS "numberPolicy",
        o.time_zone AS "timeZone"
      FROM channel c JOIN organization o ON o.id = c.organization_id
      WHERE c.organization_id = $1 AND c.enabled AND ($2::text IS NULL OR c.name = $2) ORDER BY c.id LIMIT 1`,
    values: [organizationId, name ?? null],
  })
  return rows[0]
}

const senderShape = /^(\+?\d{3,15}|[A-Za-z0-9 ._-]{1,11})$/

/** Why nothing can be sent in that name over the channel; said here rather than by twenty thousand refusals of the provider. */
export function refuseSender(
  { senders }: Pick<SendingChannel, 'senders'>,
  sender: string,
): { code: ErrorCode; params: Record<string, string | string[]> } | undefined {
  if (!senderShape.test(sender)) return { code: 'sender-invalid', params: { sender } }
  if (senders.length > 0 && !senders.some((one) => withoutPlus(one) === withoutPlus(sender)))
    return { code: 'sender-not-allowed', params: { sender, senders } }
  return undefined
}

function withoutPlus(sender: string): string {
  return sender.replace(/^\+/, '')
}
