import type { Me } from '@kurenda/contract'
import { queryOptions } from '@tanstack/react-query'
import { createContext, use } from 'react'
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

/** Who is signed in, for all that is shown to them. */
export const MeContext = createContext<Me | null>(null)

/** Who is signed in. Pages are shown to nobody else. */
export function useMe(): Me {
  const me = use(MeContext)
  if (!me) throw new Error('a page was shown to somebody who is not signed in')
  return me
}

/** Whether the one who is signed in may do that. */
export function useMay(): (permission: Me['permissions'][number]) => boolean {
  const { permissions } = useMe()
  return (permission) => permissions.includes(permission)
}
