import type { Outcome } from '@kurenda/channel'

const firstBackoffMs = 5_000
const longestBackoffMs = 15 * 60_000

/**
 * When a message that the provider did not take is tried again, in milliseconds from now; undefined once its validity
 * is over. To be told to slow down is no failure of the message: it comes back as soon as the provider asked.
 */
export function retryAfter(
  outcome: Extract<Outcome, { is: 'retry' }>,
  about: { attempt: number; ageMs: number; validitySeconds: number | null },
): number | undefined {
  const validityMs = (about.validitySeconds ?? 172_800) * 1000
  const soon = outcome.reason === 'throttled' || outcome.reason === 'not-connected' || outcome.reason === 'stopped'
  const wait = soon
    ? (outcome.afterMs ?? 1_000)
    : Math.max(outcome.afterMs ?? 0, Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.min(about.attempt, 12)))
  return about.ageMs + wait > validityMs ? undefined : wait
}
