import { useEffect, useEffectEvent } from 'react'

const stored = 'inbox-keys'

/** Keys of one letter can be switched off: who dictates would press them unawares (WCAG 2.1.4). */
export const areKeysOn = () => localStorage.getItem(stored) !== 'off'
export const setKeysOn = (on: boolean) => localStorage.setItem(stored, on ? 'on' : 'off')

/** Does what a key stands for, unless one is writing, or a menu or dialog is open. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const act = keys[event.key]
    if (!act || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !areKeysOn()) return
    const target = event.target as HTMLElement
    if (target.closest('input, textarea, select, [role=dialog], [role=menu]')) return
    if (document.querySelector('[role=dialog], [role=menu]')) return
    event.preventDefault()
    act()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}
