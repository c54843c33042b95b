import type { Channel as ShownChannel, ChannelSettings, NewChannel } from '@kurenda/contract'
import { isAnswerable } from '@kurenda/channel'
import type { Client } from '#platform/db'
import { openSecrets, sealSecrets } from '#modules/messaging'
import { Problem } from '#platform/errors'
import type { Language } from '#platform/i18n'
import { SealBroken, type Seal } from '#platform/seal'
import { guardsOf, secretsOf } from './connector-form.ts'
import type { Connectors } from './connectors.ts'
import { statusIn, statusNow } from './session-status.ts'

interface Row {
  id: number
  name: string
  type: string
  sender: string
  enabled: boolean
  price_per_part: number
  currency: string
  status: unknown
  status_at: Date | null
  held: boolean
}

const select = `SELECT c.id, c.name, c.type, c.sender, c.enabled, c.price_per_part, c.currency, l.status, l.status_at,
    coalesce(l.until > now(), false) AS held
  FROM channel c LEFT JOIN channel_lease l ON l.channel_id = c.id WHERE c.organization_id = $1`

/** The organization's channels, the oldest first; how they stand in the reader's language. */
export async function listChannels(
  client: Client,
  organizationId: number,
  language: Language,
): Promise<ShownChannel[]> {
  const { rows } = await client.query<Row>(`${select} ORDER BY c.id`, [organizationId])
  return rows.map((row) => present(row, language))
}

/** @throws Problem not-found */
export async function readChannel(
  client: Client,
  organizationId: number,
  id: number,
  language: Language,
): Promise<ShownChannel> {
  const { rows } = await client.query<Row>(`${select} AND c.id = $2`, [organizationId, id])
  if (!rows[0]) throw new Problem('not-found')
  return present(rows[0], language)
}

/**
 * Adds a channel, or changes the one of that name; a gateway opens it within two seconds.
 * @throws Problem channel-type-unknown, channel-config, channel-secret-needed, sender-invalid, sender-not-allowed
 */
export async function saveChannel(
  client: Client,
  organizationId: number,
  { connectors, seal }: { connectors: Connectors; seal: Seal },
  wanted: NewChannel,
  language: Language,
): Promise<ShownChannel> {
  const connector = Object.hasOwn(connectors, wanted.type) ? connectors[wanted.type] : undefined
  if (!connector) throw new Problem('channel-type-unknown', { type: wanted.type, types: Object.keys(connectors) })
  const kept = await readKept(client, organizationId, { connectors, seal }, wanted)
  const config = connector.config.safeParse({ ...kept.secrets, ...wanted.config })
  if (!config.success) {
    const details = config.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Problem('channel-config', { details })
  }
  const before = connector.config.safeParse(kept.config)
  mustNotLead(connectors, wanted, kept.secrets, { before: before.data as Config, after: config.data as Config })
  const sender = normaliseSender(wanted.sender)
  const senders = connector.senders?.(config.data) ?? []
  if (senders.length > 0 && !senders.some((one) => normaliseSender(one) === sender))
    throw new Problem('sender-not-allowed', { sender, senders })
  const price = wanted.pricePerPart === undefined ? null : Math.round(wanted.pricePerPart * 10_000)
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO channel AS c (organization_id, name, type, config, sender, rate_per_second, price_per_part, currency, number_policy)
     VALUES ($1, $2, $3, $4, $5, $6, coalesce($7, 800), coalesce($8, 'PLN'), coalesce($9::jsonb, '{}'))
     ON CONFLICT (organization_id, name) DO UPDATE SET type = excluded.type, config = excluded.config, sender = excluded.sender,
       rate_per_second = excluded.rate_per_second, price_per_part = coalesce($7, c.price_per_part),
       currency = coalesce($8, c.currency), number_policy = coalesce($9::jsonb, c.number_policy), enabled = true,
       version = c.version + 1
     RETURNING id`,
    [
      organizationId,
      wanted.name,
      wanted.type,
      JSON.stringify(sealSecrets(seal, organizationId, config.data as Config, secretsOf(connectors, wanted.type))),
      sender,
      wanted.ratePerSecond ?? null,
      price,
      wanted.currency ?? null,
      wanted.numberPolicy === undefined ? null : JSON.stringify(wanted.numberPolicy),
    ],
  )
  return readChannel(client, organizationId, rows[0]?.id ?? 0, language)
}

type Config = Record<string, unknown>

interface Kept {
  config: Config
  /** Nobody has to know them to change the rest. */
  secrets: Config
}

/** What is stored of the channel of that name and type. A secret that does not open any more is as none: it is asked for again. */
async function readKept(
  client: Client,
  organizationId: number,
  { connectors, seal }: { connectors: Connectors; seal: Seal },
  { name, type }: NewChannel,
): Promise<Kept> {
  const { rows } = await client.query<{ config: Config }>(
    'SELECT config FROM channel WHERE organization_id = $1 AND name = $2 AND type = $3',
    [organizationId, name, type],
  )
  const stored = rows[0]?.config ?? {}
  const names = secretsOf(connectors, type)
  try {
    const config = openSecrets(seal, organizationId, stored)
    return { config, secrets: Object.fromEntries(Object.entries(config).filter(([name]) => names.includes(name))) }
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    return { config: Object.fromEntries(Object.entries(stored).filter(([name]) => !names.includes(name))), secrets: {} }
  }
}

/**
 * A stored secret goes nowhere else than before: whoever names another server must know it, or they could have it sent to
 * a server of their own. @throws Problem channel-secret-needed
 */
function mustNotLead(
  connectors: Connectors,
  { type, config: given }: NewChannel,
  secrets: Config,
  { before, after }: { before: Config | undefined; after: Config },
): void {
  const missing = Object.keys(secrets).filter((secret) => secrets[secret] !== '' && !(secret in given))
  if (missing.length === 0) return
  const moved = guardsOf(connectors, type).filter((name) => after[name] !== before?.[name])
  if (moved.length > 0) throw new Problem('channel-secret-needed', { fields: missing, changed: moved })
}

/** How a channel is set up, without its secrets. @throws Problem not-found */
export async function readSettings(
  client: Client,
  organizationId: number,
  connectors: Connectors,
  id: number,
): Promise<ChannelSettings> {
  const { rows } = await client.query<{
    type: string
    config: Record<string, unknown>
    ratePerSecond: number | null
    numberPolicy: Partial<ChannelSettings['numberPolicy']>
  }>(
    `SELECT type, config, rate_per_second AS "ratePerSecond", number_policy AS "numberPolicy" FROM channel
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, id],
  )
  const row = rows[0]
  if (!row) throw new Problem('not-found')
  const secrets = secretsOf(connectors, row.type)
  const { foreign = false, fixedLine = false, premium = false } = row.numberPolicy
  return {
    config: Object.fromEntries(Object.entries(row.config).filter(([name]) => !secrets.includes(name))),
    ratePerSecond: row.ratePerSecond,
    numberPolicy: { foreign, fixedLine, premium },
  }
}

/** A number of full length gets its plus sign; short codes and names stay as they are. */
function normaliseSender(sender: string): string {
  const compact = sender.replace(/[\s()-]/g, '')
  if (/^\+\d{7,15}$/.test(compact)) return compact
  if (/^00\d{9,15}$/.test(compact)) return `+${compact.slice(2)}`
  if (/^\d{10,15}$/.test(compact)) return `+${compact}`
  if (/^\d{3,9}$/.test(compact)) return compact
  if (/^[A-Za-z0-9 ._-]{1,11}$/.test(sender)) return sender
  throw new Problem('sender-invalid', { sender })
}

function present(row: Row, language: Language): ShownChannel {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    sender: row.sender,
    answerable: isAnswerable(row.sender),
    enabled: row.enabled,
    pricePerPart: row.price_per_part / 10_000,
    currency: row.currency,
    status: statusIn(statusNow(row), language),
    statusAt: row.status_at?.toISOString() ?? null,
  }
}
