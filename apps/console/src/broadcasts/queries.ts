import type {
  Broadcast,
  BroadcastPage,
  BroadcastState,
  BudgetList,
  Course,
  Draft,
  SendingRules,
} from '@kurenda/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export interface BroadcastFilter {
  state?: BroadcastState | undefined
  /** What the name or the text holds. */
  q?: string | undefined
}

/** Broadcasts, the latest first; drafts only where their state is asked for. */
export const broadcastsQuery = ({ state, q }: BroadcastFilter) =>
  infiniteQueryOptions({
    queryKey: ['broadcasts', 'list', { state, q }],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({
        limit: '30',
        ...(pageParam && { cursor: pageParam }),
        ...(state && { state }),
        ...(q?.trim() && { q }),
      })
      return api<BroadcastPage>(`/broadcasts?${query.toString()}`)
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

export const broadcastQuery = (id: string) =>
  queryOptions({ queryKey: ['broadcasts', 'one', id], queryFn: () => api<Broadcast>(`/broadcasts/${id}`) })

/** Those under way, of a state each, the latest first. */
export const runningQuery = queryOptions({
  queryKey: ['broadcasts', 'running'],
  queryFn: async () => {
    const states = ['expanding', 'sending', 'paused'] as const
    const pages = await Promise.all(states.map((state) => api<BroadcastPage>(`/broadcasts?limit=20&state=${state}`)))
    return pages.flatMap((page) => page.items).sort((one, other) => other.id - one.id)
  },
})

/** What a person wrote, and what was said about it. */
export const draftQuery = (id: string) =>
  queryOptions({ queryKey: ['broadcasts', 'draft', id], queryFn: () => api<Draft>(`/broadcasts/${id}/draft`) })

export const courseQuery = (id: number) =>
  queryOptions({ queryKey: ['course', id], queryFn: () => api<Course>(`/broadcasts/${id}/course`) })

export const rulesQuery = queryOptions({
  queryKey: ['sending-rules'],
  queryFn: () => api<SendingRules>('/sending-rules'),
  staleTime: 60_000,
})

export const budgetsQuery = queryOptions({
  queryKey: ['broadcasts', 'budgets'],
  queryFn: () => api<BudgetList>('/budgets'),
})
