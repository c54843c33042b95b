import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem, isShutOut } from './api.ts'

// A session that ended shows the sign-in, and a second factor that is owed its page, wherever it is noticed.
const noticeEnd = (error: unknown) => {
  if (isShutOut(error)) void client.invalidateQueries({ queryKey: ['me'] })
}

/** What the server said, kept for the whole page. */
export const client = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== 'me') noticeEnd(error)
    },
  }),
  mutationCache: new MutationCache({ onError: noticeEnd }),
  defaultOptions: {
    queries: {
      retry: (count, error) => !(error instanceof ApiProblem && error.status >= 400 && error.status < 500) && count < 3,
      // On a slow computer so long passes between the first question and the page that shows its answer.
      staleTime: 3000,
    },
  },
})
