import { z } from 'zod'
import { forgetLinks } from '#modules/accounts'
import { eraseTrash, foldAudiences } from '#modules/audience'
import {
  expandBroadcast,
  findDue,
  finishBroadcasts,
  forgetDrafts,
  recordCourse,
  releaseHeld,
  runSeries,
} from '#modules/broadcasts'
import { renewDueTimes, sendReply, wakeSnoozed } from '#modules/conversations'
import { askOutside, forgetHeard, forgetSessions, hookNews, outside, tickDialogues } from '#modules/dialogues'
import { forgetDigests, releaseStaleParts, routeWaiting } from '#modules/inbound'
import { trimTraces } from '#modules/integrations'
import { lapseMessages } from '#modules/messaging'
import { foldTallies, keepAnswers } from '#modules/surveys'
import { systemClock as clock, every } from '#platform/clock'
import { listen, openPool } from '#platform/db'
import type { LogEvent } from '#platform/log'
import { Registry } from '#platform/metrics'
import { forgetKeys } from '#platform/idempotency'
import { startJobs, startRelay, type Jobs, type News } from '#platform/jobs'
import type { Seal } from '#platform/seal'
import { workerMetrics } from './worker-metrics.ts'

const due = z.object({ organizationId: z.int(), broadcastId: z.int(), urgency: z.int().default(0) })
const broadcastNews = z.object({ broadcastId: z.int() })
const replyNews = z.object({ entryId: z.int() })
const hookCall = z.object({ organizationId: z.int(), news: hookNews })

const finishMs = 500
const seriesMs = 5_000
const courseMs = 1_000
const minuteMs = 60_000
const snoozeMs = 5_000
const foldMs = 5_000
const dialoguesMs = 1_000
const dayMs = 24 * 60 * minuteMs

type WorkerEvent = Extract<
  LogEvent,
  { event: 'broadcast-finished' | 'messages-lapsed' | 'contacts-erased' | 'cleaned-up' }
>

/** Carries out what requests asked for: expands broadcasts, routes what came in, looks after the clock. */
export async function startWorker(options: {
  ownerUrl: string
  engineUrl: string
  onError: (error: unknown) => void
  /** Told of what was done that an administrator may look for. */
  onEvent?: (event: WorkerEvent) => void
  /** Opens the keys of webhooks. */
  seal: Seal
  /** Takes the metrics; one that nobody reads where it is left out. */
  registry?: Registry
}): Promise<{ stop(): Promise<void> }> {
  const { onError, onEvent = () => {} } = options
  const engine = openPool(options.engineUrl, { max: 8, name: 'kurenda-worker' })
  // An answer to a resident waits for it. What it prepares looks rows up by key, however small the tables were at that time.
  const routing = openPool(options.engineUrl, { max: 2, name: 'kurenda-router', pipeline: true, byKey: true })
  const jobs: Jobs = await startJobs({
    ownerUrl: options.ownerUrl,
    // A broadcast goes on while webhooks are waited for.
    concurrency: 4,
    onError,
    tasks: {
      async 'expand-broadcast'(payload) {
        const broadcast = due.parse(payload)
        // Others have their turn in between, emergencies first.
        if (await expandBroadcast(engine, clock, broadcast)) await expand(broadcast)
      },
      async 'call-webhook'(payload) {
        const { organizationId, news } = hookCall.parse(payload)
        await askOutside(engine, clock, keepAnswers, organizationId, news, { outside, seal: options.seal })
      },
    },
  })
  function expand({ organizationId, broadcastId, urgency }: z.infer<typeof due>): Promise<void> {
    return jobs.add(
      'expand-broadcast',
      { organizationId, broadcastId, urgency },
      { key: `expand ${organizationId} ${broadcastId}`, priority: urgency },
    )
  }
  const startDue = async () => {
    for (const broadcast of await findDue(engine, clock.now())) await expand(broadcast)
  }

  async function handle({ organizationId, kind, payload }: News): Promise<void> {
    switch (kind) {
      case 'broadcast.due':
        await releaseHeld(engine, { organizationId, broadcastId: broadcastNews.parse(payload).broadcastId })
        scheduled.wake()
        return
      case 'conversation.reply':
        return sendReply(engine, clock, organizationId, replyNews.parse(payload))
      case 'dialogue.hook': {
        // Somebody else's server may take its time: a job of its own, so that no other news waits.
        const news = hookNews.parse(payload)
        return jobs.add(
          'call-webhook',
          { organizationId, news },
          { key: `hook ${organizationId} ${news.sessionId} ${news.node}` },
        )
      }
      case 'conversation.hours':
        await renewDueTimes(engine, organizationId)
        return
      case 'broadcast.changed':
        // A cancelled broadcast's chunks may be held back by an earlier pause: they must come to be cancelled.
        return releaseHeld(engine, { organizationId, broadcastId: broadcastNews.parse(payload).broadcastId })
    }
  }

  const { routed } = workerMetrics(options.registry ?? new Registry(), { engine, clock, jobs, onError })

  async function finish(): Promise<void> {
    const now = clock.now()
    const finished = await finishBroadcasts(engine, now)
    if (finished.length > 0) await recordCourse(engine, now, finished)
    for (const { organizationId: organization, broadcastId: broadcast } of finished)
      onEvent({ event: 'broadcast-finished', organization, broadcast })
  }
  async function lapse(): Promise<void> {
    const count = await lapseMessages(engine, clock.now())
    if (count > 0) onEvent({ event: 'messages-lapsed', count })
  }
  async function erase(): Promise<void> {
    const count = await eraseTrash(engine, clock.now())
    if (count > 0) onEvent({ event: 'contacts-erased', count })
  }

  async function cleanUp(): Promise<void> {
    const now = clock.now()
    const [keys, drafts] = [await forgetKeys(engine, now), await forgetDrafts(engine, now)]
    const [links, sessions] = [await forgetLinks(engine, now), await forgetSessions(engine, now)]
    if (keys + drafts + links + sessions > 0) onEvent({ event: 'cleaned-up', keys, drafts, links, sessions })
  }
  async function forgetWords(): Promise<void> {
    const now = clock.now()
    await forgetDigests(engine, now)
    await forgetHeard(engine, now)
  }

  const relay = startRelay(engine, clock, handle, onError)
  const scheduled = every(1_000, startDue, onError)
  const router = every(1_000, async () => void (await routeWaiting(routing, clock, routed)), onError)
  const loops = [
    scheduled,
    router,
    every(finishMs, finish, onError),
    every(courseMs, async () => void (await recordCourse(engine, clock.now())), onError),
    every(seriesMs, async () => void (await runSeries(engine, clock.now())), onError),
    every(foldMs, () => foldAudiences(engine), onError),
    every(foldMs, () => foldTallies(engine), onError),
    every(dialoguesMs, () => tickDialogues(engine, clock, keepAnswers), onError),
    every(snoozeMs, async () => void (await wakeSnoozed(engine, clock.now())), onError),
    every(minuteMs, lapse, onError),
    every(minuteMs, () => trimTraces(engine, clock.now()), onError),
    every(minuteMs, async () => void (await releaseStaleParts(engine, clock)), onError),
    every(minuteMs, forgetWords, onError),
    every(dayMs, erase, onError),
    every(dayMs, cleanUp, onError),
    every(dayMs, async () => void (await engine.query('SELECT create_partitions(now()::date, 3)')), onError),
  ]
  const bells = await listen(options.engineUrl, { outbox: () => relay.wake(), inbound: () => router.wake() })
  return {
    async stop() {
      await bells.close()
      await relay.stop()
      await Promise.all(loops.map((loop) => loop.stop()))
      await jobs.stop()
      await Promise.all([engine.end(), routing.end()])
    },
  }
}
