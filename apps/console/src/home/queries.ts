import type {
  BroadcastPage,
  BroadcastState,
  ConversationPage,
  KeptOfficeHours,
  SeriesList,
  Today,
} from '@kurenda/contract'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

const shown = 4

export const todayQuery = queryOptions({
  queryKey: ['conversations', 'today'],
  queryFn: () => api<Today>('/figures/today'),
})

/** Who waits: first those past their time, then the others. */
export const waitingQuery = queryOptions({
  queryKey: ['conversations', 'waiting'],
  queryFn: async () => {
    const [overdue, waiting] = await Promise.all(
      ['overdue', 'waiting'].map((view) => api<ConversationPage>(`/conversations?view=${view}&limit=20`)),
    )
    const late = overdue?.items ?? []
    const others = (waiting?.items ?? [])
      .filter(({ id }) => !late.some((each) => each.id === id))
      .sort((one, other) => (one.dueAt ?? one.lastAt).localeCompare(other.dueAt ?? other.lastAt))
    return [...late, ...others].slice(0, shown)
  },
})

/** Broadcasts of a state, the latest first. */
export const ofStateQuery = (state: BroadcastState) =>
  queryOptions({
    queryKey: ['broadcasts', 'of', state],
    queryFn: async () => (await api<BroadcastPage>(`/broadcasts?limit=20&state=${state}`)).items,
  })

export const seriesQuery = queryOptions({
  queryKey: ['broadcasts', 'series'],
  queryFn: async () => (await api<SeriesList>('/series')).items,
})

export const hoursQuery = queryOptions({
  queryKey: ['office-hours'],
  queryFn: () => api<KeptOfficeHours>('/office-hours'),
  staleTime: 60_000,
})
