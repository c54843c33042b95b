import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { broadcastsQuery } from '../../broadcasts/queries.ts'
import { fieldsQuery, groupsQuery } from '../../compose/queries.ts'
import { labelOf } from '../person/details.tsx'
import { peopleQuery } from '../queries.ts'
import type { Names } from './describe.ts'

/** What conditions can be about, with its names. */
export function useNames() {
  const groups = useQuery(groupsQuery).data?.items ?? []
  const defined = useQuery(fieldsQuery).data?.items ?? []
  const newest = useInfiniteQuery(peopleQuery({})).data?.pages[0]?.items ?? []
  // Columns of lists of which nobody made a field, as those who came last have them.
  const loose = new Set(newest.flatMap((person) => Object.keys(person.fields)))
  for (const { key } of defined) loose.delete(key)
  const fields = [
    ...defined.map(({ key, label, choices }) => ({ key, label, choices })),
    ...[...loose].map((key) => ({ key, label: key, choices: [] as string[] })),
  ]
  const broadcasts = useInfiniteQuery(broadcastsQuery({})).data?.pages.flatMap((page) => page.items) ?? []
  const names: Names = {
    group: (id) => groups.find((group) => group.id === id)?.name ?? '…',
    broadcast: (id) => broadcasts.find((broadcast) => broadcast.id === id)?.name ?? (id > 0 ? String(id) : '…'),
    field: (key) => labelOf(key, defined),
  }
  return { groups, fields, broadcasts, names }
}
