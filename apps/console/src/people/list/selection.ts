import type { Contact } from '@kurenda/contract'
import { useCallback, useState } from 'react'
import type { PeopleFilter } from '../filter.ts'

export interface Selection {
  chosen: ReadonlySet<number>
  isAllShown: boolean
  /** Stays the same function while the filter does: a line that is not touched is not drawn again. */
  toggle: (id: number) => void
  toggleShown: () => void
  choose: (ids: readonly number[]) => void
  clear: () => void
}

const none: ReadonlySet<number> = new Set()

/** Who is chosen in a list. Another filter begins anew: nobody is changed who is out of sight. */
export function useSelection(filter: PeopleFilter, shown: readonly Contact[]): Selection {
  const of = JSON.stringify(filter)
  const [held, setHeld] = useState({ of, chosen: none })
  const chosen = held.of === of ? held.chosen : none
  const set = (ids: Iterable<number>) => setHeld({ of, chosen: new Set(ids) })
  const toggle = useCallback(
    (id: number) =>
      setHeld((before) => {
        const next = new Set(before.of === of ? before.chosen : none)
        if (!next.delete(id)) next.add(id)
        return { of, chosen: next }
      }),
    [of],
  )
  const isAllShown = shown.length > 0 && shown.every(({ id }) => chosen.has(id))
  return {
    chosen,
    isAllShown,
    toggle,
    toggleShown: () => set(isAllShown ? [] : [...chosen, ...shown.map(({ id }) => id)]),
    choose: set,
    clear: () => set([]),
  }
}
