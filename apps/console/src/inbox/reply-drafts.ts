import { useSyncExternalStore } from 'react'

const prefix = 'reply:'
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}

/** What was begun in answer to a conversation; it stays in the browser when the session ends or the page is left. */
export const readDraft = (conversation: number): string => localStorage.getItem(`${prefix}${conversation}`) ?? ''

export function keepDraft(conversation: number, text: string): void {
  if (text === '') localStorage.removeItem(`${prefix}${conversation}`)
  else localStorage.setItem(`${prefix}${conversation}`, text)
  for (const listener of listeners) listener()
}

/** The draft as it is now, in this tab or another one. */
export const useDraft = (conversation: number): string => useSyncExternalStore(subscribe, () => readDraft(conversation))
