/**
 * Runs `work` for a key at once, or once more after the run that is on its way: news may come faster than it can be read,
 * and the last of it must not be missed.
 */
export function oneAtATime(work: (key: string) => Promise<unknown>): (key: string) => void {
  const running = new Map<string, { again: boolean }>()
  const run = async (key: string) => {
    const state = { again: true }
    running.set(key, state)
    while (state.again) {
      state.again = false
      await work(key).catch(() => undefined)
    }
    running.delete(key)
  }
  return (key) => {
    const state = running.get(key)
    if (state) state.again = true
    else void run(key)
  }
}
