import type { Me } from '@kurenda/contract'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from './api.ts'
import { setOfficeZone } from './office-time.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    const me = await api<Me>('/me')
    setOfficeZone(me.organization.timeZone)
    return me
  },
})

/** Who is signed in. Pages are shown to nobody else. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error('a page was shown to somebody who is not signed in')
  return data
}

/** Whether the one who is signed in may do that. */
export function useMay(): (permission: Me['permissions'][number]) => boolean {
  const { permissions } = useMe()
  return (permission) => permissions.includes(permission)
}
