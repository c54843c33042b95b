import type {
  AudienceCount,
  Condition,
  Contact,
  ContactPage,
  DuplicatePage,
  ImportPage,
  ImportRecord,
  OptOutPage,
  TimelinePage,
} from '@kurenda/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'
import { addressOf, type PeopleFilter } from './filter.ts'

const pageSize = 50

/** Everything that is read page by page. */
const paged = {
  initialPageParam: '',
  getNextPageParam: (page: { next: string | null }) => page.next,
}
const onwards = (cursor: string, more: Record<string, string> = {}) =>
  new URLSearchParams({ limit: String(pageSize), ...more, ...(cursor && { cursor }) }).toString()

/** People who fit, the newest first. */
export const peopleQuery = (filter: PeopleFilter) =>
  infiniteQueryOptions({
    queryKey: ['people', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api<ContactPage>(`/contacts?${onwards(pageParam, addressOf(filter))}`, undefined, 'GET', { signal }),
    ...paged,
  })

export const personQuery = (id: string) =>
  queryOptions({ queryKey: ['people', 'one', id], queryFn: () => api<Contact>(`/contacts/${id}`) })

export const timelineQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['people', 'timeline', id],
    queryFn: ({ pageParam }) => api<TimelinePage>(`/contacts/${id}/timeline?${onwards(pageParam)}`),
    ...paged,
  })

export const duplicatesQuery = infiniteQueryOptions({
  queryKey: ['people', 'duplicates'],
  queryFn: ({ pageParam }) => api<DuplicatePage>(`/contacts/duplicates?${onwards(pageParam)}`),
  ...paged,
})

export const optOutsQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: ['people', 'opt-outs', search],
    queryFn: ({ pageParam }) => api<OptOutPage>(`/opt-outs?${onwards(pageParam, search ? { search } : {})}`),
    ...paged,
  })

export const importsQuery = infiniteQueryOptions({
  queryKey: ['people', 'imports'],
  queryFn: ({ pageParam }) => api<ImportPage>(`/imports?${onwards(pageParam)}`),
  ...paged,
})

/** The list that is being read just now, if any: how far it is. */
export const runningImportQuery = (by: string) =>
  queryOptions({
    queryKey: ['people', 'running-import', by],
    queryFn: async (): Promise<ImportRecord | null> => {
      const { items } = await api<ImportPage>('/imports?limit=5')
      return items.find((one) => one.state === 'running' && one.by === by) ?? null
    },
    staleTime: 0,
  })

/** How many people a filter holds, and how many of them get a text. */
export const countQuery = (condition: Condition | null) =>
  queryOptions({
    queryKey: ['people', 'count', condition],
    queryFn: () => api<AudienceCount>('/audience/count', { condition }),
    enabled: condition !== null,
  })

/** Some of those who fit a filter that is not saved. */
export const examplesQuery = (condition: Condition | null) =>
  queryOptions({
    queryKey: ['people', 'examples', condition],
    queryFn: () => api<ContactPage>('/contacts/search', { condition, limit: 8 }),
    enabled: condition !== null,
  })
