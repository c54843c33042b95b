import type {
  ContactNote,
  ContactPage,
  ConversationCounts,
  ConversationPage,
  ConversationThread,
  FoundPage,
  OfficeCalendarAround,
  Queue,
  StaffPage,
  TemplatePage,
} from '@kurenda/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'
import type { InboxSearch } from './inbox-search.ts'
import type { OpenStretch } from './working-time.ts'

const calmMs = 60_000
const withCursor = (path: string, cursor: string) => (cursor ? `${path}&cursor=${encodeURIComponent(cursor)}` : path)

/** The heads of conversations, the latest first; the menu counts what is new in them. */
export const conversationsQuery = infiniteQueryOptions({
  queryKey: ['conversations', 'list'],
  queryFn: ({ pageParam }) => api<ConversationPage>(withCursor('/conversations?limit=50', pageParam)),
  initialPageParam: '',
  getNextPageParam: (page) => page.next,
})

/** One list of the inbox. */
export const listQuery = ({ view = 'waiting', queue, broadcast }: InboxSearch) =>
  infiniteQueryOptions({
    queryKey: ['conversations', 'view', view, queue ?? broadcast ?? 0],
    queryFn: ({ pageParam }) => {
      const of = `${queue === undefined ? '' : `&queue=${queue}`}${broadcast === undefined ? '' : `&broadcast=${broadcast}`}`
      return api<ConversationPage>(withCursor(`/conversations?limit=25&view=${view}${of}`, pageParam))
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

/** Texts and notes that hold all the words. */
export const foundQuery = (words: string) =>
  infiniteQueryOptions({
    queryKey: ['conversations', 'found', words],
    queryFn: ({ pageParam }) =>
      api<FoundPage>(withCursor(`/conversations/search?limit=50&q=${encodeURIComponent(words)}`, pageParam)),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

export const countsQuery = queryOptions({
  queryKey: ['conversations', 'counts'],
  queryFn: () => api<ConversationCounts>('/conversations/counts'),
})

export const threadQuery = (id: string) =>
  queryOptions({
    queryKey: ['conversations', 'one', id],
    queryFn: () => api<ConversationThread>(`/conversations/${id}`),
  })

/** Working time around now: what was promised is counted in it. */
export const calendarQuery = queryOptions({
  queryKey: ['office-calendar'],
  // Read once: each conversation of a list asks it how much of its promised time is used.
  queryFn: async (): Promise<OpenStretch[]> =>
    (await api<OfficeCalendarAround>('/office-calendar')).open.map(({ from, until }) => ({
      from: Date.parse(from),
      until: Date.parse(until),
    })),
  staleTime: 10 * calmMs,
})

export const queuesQuery = queryOptions({
  queryKey: ['conversations', 'queues'],
  queryFn: async () => (await api<{ items: Queue[] }>('/queues')).items,
  staleTime: calmMs,
})

/** Who works here, by name. */
export const colleaguesQuery = queryOptions({
  queryKey: ['staff', 'colleagues'],
  queryFn: async () => {
    const { items } = await api<StaffPage>('/staff?limit=200')
    return items.filter(({ active }) => active).sort((one, other) => one.name.localeCompare(other.name))
  },
  staleTime: calmMs,
})

export const cannedQuery = queryOptions({
  queryKey: ['templates', 'reply'],
  queryFn: async () => (await api<TemplatePage>('/templates?kind=reply&limit=100')).items,
  staleTime: calmMs,
})

/** Who is known at that number. */
export const peopleAtQuery = (number: string) =>
  queryOptions({
    queryKey: ['contacts', 'at', number],
    queryFn: async () => {
      const { items } = await api<ContactPage>(`/contacts?limit=20&search=${encodeURIComponent(number)}`)
      return items.filter(({ addresses }) => addresses.some(({ value }) => value === number))
    },
    staleTime: calmMs,
  })

export const notesOfQuery = (contact: number) =>
  queryOptions({
    queryKey: ['contacts', 'notes', contact],
    queryFn: async () => (await api<{ items: ContactNote[] }>(`/contacts/${contact}/notes`)).items,
    staleTime: calmMs,
  })
