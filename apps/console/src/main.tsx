import '@fontsource-variable/brygada-1918'
import '@fontsource-variable/source-sans-3'
import '@kurenda/ui/styles.css'
import './i18n/index.ts'
import { cssVariablesResolver, theme } from '@kurenda/ui'
import { MantineProvider } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiProblem, isSignedOut } from './api.ts'
import { router } from './router.tsx'
import { Toasts } from './toasts.tsx'
import { Welcome } from './welcome.tsx'

// A session that ended shows the sign-in, on whichever page it is noticed.
const noticeEnd = (error: unknown) => {
  if (isSignedOut(error)) void client.invalidateQueries({ queryKey: ['me'] })
}
const client = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== 'me') noticeEnd(error)
    },
  }),
  mutationCache: new MutationCache({ onError: noticeEnd }),
  defaultOptions: {
    queries: {
      retry: (count, error) => !(error instanceof ApiProblem && error.status >= 400 && error.status < 500) && count < 3,
      staleTime: 1000,
    },
  },
})
// The one page for who has no account yet.
const isWelcome = location.pathname === '/console/welcome'
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
          <Toasts>{isWelcome ? <Welcome token={location.hash.slice(1)} /> : <RouterProvider router={router} />}</Toasts>
        </MantineProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
