import type { ConversationPage } from '@kurenda/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

/** The heads of conversations, the latest first; the menu counts what is new in them. */
export const conversationsQuery = infiniteQueryOptions({
  queryKey: ['conversations', 'list'],
  queryFn: ({ pageParam }) =>
    api<ConversationPage>(`/conversations?limit=50${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`),
  initialPageParam: '',
  getNextPageParam: (page) => page.next,
})
