import { PRIORITIES, readQueues, STATES } from '#modules/messaging'
import type { Clock } from '#platform/clock'
import type { Client, Pool } from '#platform/db'
import { factsOnDemand, Gauge, type Registry } from '#platform/metrics'

interface Waiting {
  count: number
  since: Date | null
}

interface Facts {
  states: { state: number; count: number }[]
  lanes: Awaited<ReturnType<typeof readQueues>>
  inbound: Waiting
  news: Waiting
  parked: Waiting
  jobs: Waiting
}

/**
 * What only the database knows, of all organizations together: read at most once at a time, when somebody asks, by the worker
 * (engine role). Several workers tell the same: take the maximum.
 * @param readJobs how many jobs are due, and since when
 */
export function townMetrics(
  registry: Registry,
  about: { engine: Pool; clock: Clock; readJobs: () => Promise<Waiting>; onError: (error: unknown) => void },
): void {
  const { engine, clock, onError } = about
  const read = factsOnDemand(
    engine,
    async (client): Promise<Facts> => ({ ...(await readWaiting(client, clock.now())), jobs: await about.readJobs() }),
    onError,
  )

  /** Without values where the facts could not be read: an old number would lie. */
  function told<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    values: (facts: Facts) => readonly (readonly [Partial<Record<Label, string>>, number])[],
  ): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const facts = await read()
        this.reset()
        for (const [labels, value] of facts ? values(facts) : []) this.set(labels, value)
      },
    })
  }
  const age = (since: Date | null) => (since ? Math.max(0, clock.now().getTime() - since.getTime()) / 1000 : 0)
  const places = ['inbound', 'news', 'parked', 'jobs'] as const

  told('kurenda_broadcast_messages', 'Messages of broadcasts, by state, since the beginning', ['state'], ({ states }) =>
    Object.entries(STATES).map(([state, { number }]) => [
      { state },
      states.find((one) => one.state === number)?.count ?? 0,
    ]),
  )
  told(
    'kurenda_queue_messages',
    'Messages in the queue by lane; place: due, open (in a gateway’s hands), held (paused), retrying',
    ['lane', 'place'],
    ({ lanes }) => {
      const sums = sumLanes(lanes)
      return [...sums].flatMap(([lane, { due, open, held, retrying }]) =>
        Object.entries({ due, open, held, retrying }).map(([place, count]) => [{ lane, place }, count] as const),
      )
    },
  )
  told(
    'kurenda_queue_oldest_seconds',
    'Age of the oldest message that could go out, by lane; 0: none waits',
    ['lane'],
    ({ lanes }) => [...sumLanes(lanes)].map(([lane, { since }]) => [{ lane }, age(since)]),
  )
  told(
    'kurenda_waiting',
    'What waits for the worker: incoming texts (inbound), the outbox (news), receipts of unknown messages (parked), jobs',
    ['what'],
    (facts) => places.map((what) => [{ what }, facts[what].count]),
  )
  told(
    'kurenda_waiting_oldest_seconds',
    'Age of the oldest of what waits for the worker; 0: nothing waits',
    ['what'],
    (facts) => places.map((what) => [{ what }, age(facts[what].since)]),
  )
}

async function readWaiting(client: Client, now: Date): Promise<Omit<Facts, 'jobs'>> {
  const states = await client.query<{ state: number; count: number }>(
    'SELECT state, sum(count)::bigint AS count FROM broadcast_counter GROUP BY state',
  )
  const { rows } = await client.query<{ what: string } & Waiting>(
    `SELECT 'inbound' AS what, count(*)::int, min(at) AS since FROM inbound WHERE routed_at IS NULL
     UNION ALL SELECT 'news', count(*)::int, min(created_at) FROM outbox
     UNION ALL SELECT 'parked', count(*)::int, min(at) FROM parked_receipt`,
  )
  const of = (what: string) => rows.find((row) => row.what === what) ?? { count: 0, since: null }
  return {
    states: states.rows,
    lanes: await readQueues(client, null, now),
    inbound: of('inbound'),
    news: of('news'),
    parked: of('parked'),
  }
}

interface Sum {
  due: number
  open: number
  held: number
  retrying: number
  since: Date | null
}

/** The lanes of all channels; one where nothing waits is there too. */
function sumLanes(lanes: Facts['lanes']): Map<string, Sum> {
  const sums = new Map<string, Sum>(
    Object.keys(PRIORITIES).map((lane) => [lane, { due: 0, open: 0, held: 0, retrying: 0, since: null }]),
  )
  for (const { lane, due, open, held, retrying, dueSince } of lanes) {
    const sum = sums.get(lane)
    if (!sum) continue
    sum.due += due
    sum.open += open
    sum.held += held
    sum.retrying += retrying
    if (dueSince && (!sum.since || dueSince < sum.since)) sum.since = dueSince
  }
  return sums
}
