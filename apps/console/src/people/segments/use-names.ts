import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { broadcastsQuery } from '../../broadcasts/queries.ts'
import { fieldsQuery, groupsQuery } from '../../compose/queries.ts'
import { labelOf } from '../person/details.tsx'
import type { Names } from './describe.ts'

/** What conditions can be about, with its names. */
export function useNames() {
  const groups = useQuery(groupsQuery).data?.items ?? []
  const fields = useQuery(fieldsQuery).data?.items ?? []
  const broadcasts = useInfiniteQuery(broadcastsQuery({})).data?.pages.flatMap((page) => page.items) ?? []
  const names: Names = {
    group: (id) => groups.find((group) => group.id === id)?.name ?? '…',
    broadcast: (id) => broadcasts.find((broadcast) => broadcast.id === id)?.name ?? (id > 0 ? String(id) : '…'),
    field: (key) => labelOf(key, fields),
  }
  return { groups, fields, broadcasts, names }
}
