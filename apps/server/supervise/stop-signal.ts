/** How the person at the terminal, npm or the system ask for the end. */
export interface StopSignal {
  /** Aborted at the first signal: drain and stop. */
  stop: AbortSignal
  /** Aborted at a second one: do not wait for anybody. */
  hurry: AbortSignal
}

/**
 * Ctrl-C reaches this process up to three times: from the terminal, from npm and from scripts/start.mjs, which hand it
 * on. All that comes within this time is one and the same keystroke.
 */
const sameKeystrokeMs = 700

/** Listens for SIGINT, SIGTERM and SIGHUP, and for the death of the parent where npm started us. */
export function listenForStop(): StopSignal {
  const stop = new AbortController()
  const hurry = new AbortController()
  let first = 0
  const ask = () => {
    const now = performance.now()
    if (!stop.signal.aborted) {
      first = now
      stop.abort()
    } else if (now - first > sameKeystrokeMs) hurry.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  // A closed terminal must not end the draining with EIO or EPIPE.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  if (process.env['npm_lifecycle_event'] !== undefined) {
    const parent = process.ppid
    setInterval(() => process.ppid !== parent && !stop.signal.aborted && ask(), 500).unref()
  }
  return { stop: stop.signal, hurry: hurry.signal }
}
