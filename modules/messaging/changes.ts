import { plainArray, textArray, type Client } from '#platform/db'
import { addToCounters } from './counters.ts'
import type { KnownMessage } from './known-messages.ts'
import { next, STATES, stateNumber, type MessageEvent, type StateName } from './lifecycle.ts'

interface Change {
  message: KnownMessage
  from: StateName
  to: StateName
  deliveredParts: number
  submittedAt: Date | null
  settledAt: Date | null
  reason: string | null
  at: Date
}

/** The changes of one flush: a message that changes twice is written once. */
export class Changes {
  readonly #byMessage = new Map<number, Change>()

  /** The state as it will be after this flush. */
  stateOf(message: KnownMessage): StateName {
    return this.#byMessage.get(message.id)?.to ?? message.state
  }

  deliveredPartsOf(message: KnownMessage): number {
    return this.#byMessage.get(message.id)?.deliveredParts ?? message.deliveredParts
  }

  /** Those that this flush changes, by number. */
  messages(): Map<number, KnownMessage> {
    return new Map([...this.#byMessage].map(([id, change]) => [id, change.message]))
  }

  /** False where the lifecycle does not allow it: then nothing changes. */
  apply(message: KnownMessage, event: MessageEvent, at: Date, reason: string | null = null): boolean {
    const to = next(this.stateOf(message), event)
    if (!to) return false
    const change = this.#open(message, at)
    change.to = to
    change.reason = reason === null ? null : storable(reason)
    if (event === 'accept' || event === 'lose') change.submittedAt = at
    change.settledAt = STATES[to].settled ? at : null
    change.at = at
    return true
  }

  confirmPart(message: KnownMessage, part: number, at: Date): number {
    const change = this.#open(message, at)
    change.deliveredParts |= 1 << part
    return change.deliveredParts
  }

  #open(message: KnownMessage, at: Date): Change {
    const known = this.#byMessage.get(message.id)
    if (known) return known
    const change: Change = {
      message,
      from: message.state,
      to: message.state,
      deliveredParts: message.deliveredParts,
      submittedAt: null,
      settledAt: null,
      reason: null,
      at,
    }
    this.#byMessage.set(message.id, change)
    return change
  }

  /** Writes them and moves the counters. Returns the messages that were no longer as believed, unchanged in the database. */
  async write(client: Client): Promise<KnownMessage[]> {
    const changes = [...this.#byMessage.values()].sort((a, b) => a.message.id - b.message.id)
    if (changes.length === 0) return []
    // Each row only where it still is what we believed; with sorted ids two writers cannot deadlock. Arrays unnested side by side in a
    // list of columns are not kept in a store each, as those of one unnest in FROM are: a fifth of the statement's time. Planned anew for
    // each batch (not named): the plan from when today's partition was empty read the whole of it later, 2.4–4.9 ms a message.
    const { rows } = await client.query<{ count: number; ids: number[] | null }>({
      text: `WITH written AS (UPDATE message m SET state = u.to_state, delivered_parts = m.delivered_parts | u.parts,
           submitted_at = coalesce(u.submitted_at, m.submitted_at),
           settled_at = CASE WHEN u.from_state = u.to_state THEN m.settled_at ELSE u.settled_at END,
           reason = CASE WHEN u.from_state = u.to_state THEN m.reason ELSE u.reason END
         FROM (SELECT unnest($1::int[]) AS o, unnest($2::date[]) AS d, unnest($3::bigint[]) AS id, unnest($4::smallint[]) AS from_state,
             unnest($5::smallint[]) AS to_state, unnest($6::int[]) AS parts, unnest($7::timestamptz[]) AS submitted_at,
             unnest($8::timestamptz[]) AS settled_at, unnest($9::text[]) AS reason OFFSET 0) AS u
         WHERE m.organization_id = u.o AND m.sent_on = u.d AND m.id = u.id AND m.state = u.from_state
         RETURNING m.id)
       SELECT count(*)::int AS count, CASE WHEN count(*) < $10 THEN array_agg(id) END AS ids FROM written`,
      values: [
        plainArray(changes.map((c) => c.message.organizationId)),
        plainArray(changes.map((c) => c.message.sentOn)),
        plainArray(changes.map((c) => c.message.id)),
        plainArray(changes.map((c) => stateNumber(c.from))),
        plainArray(changes.map((c) => stateNumber(c.to))),
        plainArray(changes.map((c) => c.deliveredParts)),
        plainArray(changes.map((c) => c.submittedAt?.toISOString() ?? null)),
        plainArray(changes.map((c) => c.settledAt?.toISOString() ?? null)),
        textArray(changes.map((c) => c.reason)),
        changes.length,
      ],
    })
    const [result] = rows
    const isWhole = result?.count === changes.length
    const written = new Set(result?.ids)
    const done = isWhole ? changes : changes.filter((c) => written.has(c.message.id))
    await writeEvents(
      client,
      done.filter((c) => c.from !== c.to && !tellsItself(c)),
    )
    await addToCounters(client, counterChanges(done))
    return isWhole ? [] : changes.filter((c) => !written.has(c.message.id)).map((c) => c.message)
  }

  /** After the commit: what is in memory follows what is stored. */
  settle(): void {
    for (const change of this.#byMessage.values()) {
      change.message.state = change.to
      change.message.deliveredParts = change.deliveredParts
    }
  }

  /** What screens should read anew: the broadcast, or the single message, as the bell `news` says it. */
  news(): Set<string> {
    return new Set(
      [...this.#byMessage.values()].map(({ message: m }) =>
        m.broadcastId === null
          ? `message ${m.organizationId} ${m.id}`
          : `broadcast ${m.organizationId} ${m.broadcastId}`,
      ),
    )
  }
}

/** PostgreSQL's texts hold no NUL; what a provider says may. */
export function storable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text
}

/** The happy way: the message's own row keeps when it was submitted and when it arrived. */
function tellsItself({ from, to }: Change): boolean {
  return (from === 'queued' || from === 'submitted') && (to === 'submitted' || to === 'delivered')
}

async function writeEvents(client: Client, done: readonly Change[]): Promise<void> {
  if (done.length === 0) return
  await client.query({
    name: 'write-events',
    text: `INSERT INTO message_event (organization_id, sent_on, message_id, at, state, reason)
       SELECT * FROM unnest($1::int[], $2::date[], $3::bigint[], $4::timestamptz[], $5::smallint[], $6::text[])`,
    values: [
      done.map((c) => c.message.organizationId),
      done.map((c) => c.message.sentOn),
      done.map((c) => c.message.id),
      done.map((c) => c.at),
      done.map((c) => stateNumber(c.to)),
      done.map((c) => c.reason),
    ],
  })
}

function counterChanges(changes: readonly Change[]) {
  const sums = new Map<string, { organizationId: number; broadcastId: number; state: StateName; by: number }>()
  const add = (message: KnownMessage, state: StateName, by: number) => {
    if (message.broadcastId === null) return
    const key = `${message.organizationId} ${message.broadcastId} ${state}`
    const sum = sums.get(key) ?? {
      organizationId: message.organizationId,
      broadcastId: message.broadcastId,
      state,
      by: 0,
    }
    sum.by += by
    sums.set(key, sum)
  }
  for (const { message, from, to } of changes) {
    add(message, from, -1)
    add(message, to, 1)
  }
  return [...sums.values()]
}
