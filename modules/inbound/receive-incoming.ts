import type { Incoming } from '@kurenda/channel'
import { decode } from '@kurenda/sms-text'
import { inOneGo, type Client } from '#platform/db'
import { addPart, type PartialText } from './join-parts.ts'
import { normaliseSender } from './normalise-sender.ts'
import { loadPartials, partialKey, storePartials } from './partial-texts.ts'
import { storeTexts, type WholeText } from './store-texts.ts'

export type IncomingMessage = Extract<Incoming, { is: 'message' }>

/**
 * Stores what a channel brought, in the gateway's own transaction (engine role): parts are joined, the provider's repetitions
 * dropped. Ring `inbound` after the commit.
 * @param again the same messages may have been stored before, by a commit whose answer was lost
 */
export async function receiveIncoming(
  client: Client,
  channel: { organizationId: number; channelId: number },
  messages: readonly IncomingMessage[],
  again = false,
): Promise<void> {
  if (messages.length === 0) return
  await inOneGo(
    client,
    // The old gateway of a channel may still commit while the new one begins: one at a time sees what the other stored.
    () => client.query("SELECT pg_advisory_xact_lock(hashtext('inbound'), $1)", [channel.channelId]),
    () => storeWhole(client, channel, messages, again),
  )
}

async function storeWhole(
  client: Client,
  channel: { organizationId: number; channelId: number },
  messages: readonly IncomingMessage[],
  again: boolean,
): Promise<void> {
  const named = messages.map(nameParts)
  const partials = await loadNamed(client, channel, named)
  const texts: WholeText[] = []
  const touched = new Set<PartialText>()
  for (const one of named) {
    if (!one.part) {
      texts.push({ ...one.envelope, text: wholeText(one.content) })
      continue
    }
    const { number, coding, bytes, ...name } = one.part
    const key = partialKey(name)
    let partial = partials.get(key)
    if (!partial) partials.set(key, (partial = { ...name, joined: false, parts: new Map() }))
    touched.add(partial)
    const { connection, at } = one.envelope
    for (const text of addPart(partial, { number, coding, bytes, connection, at }))
      texts.push({ ...one.envelope, text, reference: partial.reference })
  }
  if (touched.size > 0) await storePartials(client, channel, [...touched])
  await storeTexts(client, channel, texts, again)
}

type Named = ReturnType<typeof nameParts>

function nameParts(message: IncomingMessage) {
  const envelope = {
    from: normaliseSender(message.from),
    to: normaliseSender(message.to),
    connection: message.connection,
    at: message.at,
  }
  const { content } = message
  const part = 'bytes' in content ? content.part : undefined
  if (!('bytes' in content) || !part || !isPartOfSeveral(part)) return { envelope, content, part: undefined }
  const { coding, bytes } = content
  return { envelope, content, part: { from: envelope.from, to: envelope.to, coding, bytes, ...part } }
}

/** A header that names no sensible part is ignored: the text is better than nothing. */
function isPartOfSeveral(part: { total: number; number: number }): boolean {
  return part.total > 1 && part.total <= 255 && part.number >= 1 && part.number <= part.total
}

function wholeText(content: IncomingMessage['content']): string {
  return 'bytes' in content ? decode(content.coding, content.bytes) : content.text
}

async function loadNamed(
  client: Client,
  channel: { organizationId: number; channelId: number },
  named: readonly Named[],
): Promise<Map<string, PartialText>> {
  const parts = named.flatMap((one) => (one.part ? [one.part] : []))
  return parts.length > 0 ? loadPartials(client, channel, parts) : new Map()
}
