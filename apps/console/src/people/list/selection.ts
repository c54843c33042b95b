import type { Contact } from '@kurenda/contract'
import { useState } from 'react'
import type { PeopleFilter } from '../filter.ts'

export interface Selection {
  chosen: ReadonlySet<number>
  isAllShown: boolean
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
  const isAllShown = shown.length > 0 && shown.every(({ id }) => chosen.has(id))
  return {
    chosen,
    isAllShown,
    toggle: (id) => set(chosen.has(id) ? [...chosen].filter((each) => each !== id) : [...chosen, id]),
    toggleShown: () => set(isAllShown ? [] : [...chosen, ...shown.map(({ id }) => id)]),
    choose: set,
    clear: () => set([]),
  }
}
