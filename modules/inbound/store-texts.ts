import { createHash } from 'node:crypto'
import type { Client } from '#platform/db'
import { repetitionMs } from './join-parts.ts'

export interface WholeText {
  from: string
  to: string
  text: string
  /** Of a text that came in parts: under another reference equal words are another text. */
  reference?: number
  connection: string
  at: Date
}

/**
 * Stores whole texts for the router and returns how many were new. A text that another connection brought within five minutes
 * is the provider's repetition after a broken session and is dropped; two equal texts on one connection are two.
 * @param again these very texts may be stored already: of one connection and moment as many are left out as there are
 */
export async function storeTexts(
  client: Client,
  channel: { organizationId: number; channelId: number },
  texts: readonly WholeText[],
  again = false,
): Promise<number> {
  if (texts.length === 0) return 0
  // PostgreSQL refuses NUL in a text.
  const digested = texts.map((text) => ({ ...text, text: text.text.replaceAll('\0', ''), digest: digestOf(text) }))
  const known = await loadKnown(client, channel, digested)
  const stored = new Map(again ? known : [])
  const fresh = digested.filter((text) => {
    const key = keyOf(text)
    const own = stored.get(key)?.findIndex((one) => isOfOneMoment(one, text)) ?? -1
    if (own >= 0) {
      stored.set(key, (stored.get(key) ?? []).toSpliced(own, 1))
      return false
    }
    const earlier = known.get(key) ?? []
    const repeated = earlier.some(
      (one) => one.connection !== text.connection && Math.abs(one.at.getTime() - text.at.getTime()) <= repetitionMs,
    )
    if (!repeated) known.set(key, [...earlier, text])
    return !repeated
  })
  if (fresh.length === 0) return 0
  await client.query({
    name: 'store-texts',
    text: `INSERT INTO inbound (organization_id, channel_id, from_value, to_value, text, digest, connection, at)
     SELECT $1, $2, f, t, x, d, c, at FROM unnest($3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::timestamptz[])
       WITH ORDINALITY AS i(f, t, x, d, c, at, n) ORDER BY n`,
    values: [
      channel.organizationId,
      channel.channelId,
      fresh.map((text) => text.from),
      fresh.map((text) => text.to),
      fresh.map((text) => text.text),
      fresh.map((text) => text.digest),
      fresh.map((text) => text.connection),
      fresh.map((text) => text.at),
    ],
  })
  return fresh.length
}

interface Origin {
  connection: string
  at: Date
}

function isOfOneMoment(a: Origin, b: Origin): boolean {
  return a.connection === b.connection && a.at.getTime() === b.at.getTime()
}

function digestOf({ text, reference }: WholeText): Buffer {
  return createHash('sha256')
    .update(reference === undefined ? text : `${reference}\0${text}`)
    .digest()
}

function keyOf(text: { from: string; to: string; digest: Buffer }): string {
  return JSON.stringify([text.from, text.to, text.digest.toString('base64')])
}

/** One look-up in the index a text: a join read the whole table (at 500 texts a second half of PostgreSQL's time, 14 ms a call, 0.4 so). */
async function loadKnown(
  client: Client,
  channel: { organizationId: number; channelId: number },
  texts: readonly (WholeText & { digest: Buffer })[],
): Promise<Map<string, Origin[]>> {
  const times = texts.map((text) => text.at.getTime())
  const { rows } = await client.query<{ from: string; to: string; digest: Buffer; connection: string; at: Date }>({
    name: 'find-known-texts',
    text: `SELECT w.f AS "from", i.to_value AS "to", w.d AS digest, i.connection, i.at
     FROM (SELECT DISTINCT f, d FROM unnest($3::text[], $4::bytea[]) AS w(f, d)) AS w
     CROSS JOIN LATERAL (
       SELECT to_value, connection, at FROM inbound WHERE organization_id = $1 AND channel_id = $2 AND from_value = w.f AND digest = w.d
         AND at BETWEEN $5 AND $6 OFFSET 0) i`,
    values: [
      channel.organizationId,
      channel.channelId,
      texts.map((text) => text.from),
      texts.map((text) => text.digest),
      new Date(Math.min(...times) - repetitionMs),
      new Date(Math.max(...times) + repetitionMs),
    ],
  })
  const known = new Map<string, Origin[]>()
  for (const row of rows) known.set(keyOf(row), [...(known.get(keyOf(row)) ?? []), row])
  return known
}
