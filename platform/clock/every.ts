export interface Loop {
  /** Does it now rather than at the end of the pause. */
  wake(): void
  /** Resolves when the run in progress has ended. */
  stop(): Promise<void>
}

/** Runs `work` again and again, each time `ms` after it ended; an error is told and does not end it. */
export function every(ms: number, work: () => Promise<void>, onError: (error: unknown) => void): Loop {
  let stopped = false
  let again = false
  let endPause: (() => void) | undefined
  const ended = (async () => {
    while (!stopped) {
      again = false
      await work().catch(onError)
      if (stopped) return
      if (again) continue
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        endPause = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      endPause = undefined
    }
  })()
  return {
    wake() {
      again = true
      endPause?.()
    },
    async stop() {
      stopped = true
      endPause?.()
      await ended
    },
  }
}
