import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { undoMs, useToast } from '../toasts.tsx'
import { useRefreshPeople } from './save.ts'

/** What was removed here and can still be taken back, by its path: the server is told only when it cannot any more. */
const timers = new Map<string, ReturnType<typeof setTimeout>>()
let gone: ReadonlySet<string> = new Set()
const listeners = new Set<() => void>()

function tell(): void {
  gone = new Set(timers.keys())
  for (const listener of listeners) listener()
}

function takeBack(path: string): void {
  clearTimeout(timers.get(path))
  timers.delete(path)
  tell()
}

const remove = (path: string, leaving = false) => api(path, undefined, 'DELETE', { leaving })

// Whoever closes the page did not want it back.
addEventListener('pagehide', () => {
  for (const [path, timer] of timers) {
    clearTimeout(timer)
    void remove(path, true).catch(() => undefined)
  }
  timers.clear()
})

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Removes at once what can be taken back for half a minute, instead of asking whether one is sure. */
export function useRemoval() {
  const { t } = useTranslation()
  const say = useToast()
  const refresh = useRefreshPeople()
  const hidden = useSyncExternalStore(subscribe, () => gone)
  const end = async (path: string) => {
    try {
      await remove(path)
    } catch (error) {
      say(error instanceof Error ? error.message : t('app.failed'))
    }
    await refresh()
    takeBack(path)
  }
  return {
    isGone: (path: string) => hidden.has(path),
    remove: (path: string, said: string) => {
      timers.set(
        path,
        setTimeout(() => void end(path), undoMs),
      )
      tell()
      say(said, () => takeBack(path))
    },
  }
}
