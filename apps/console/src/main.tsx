import '@fontsource-variable/brygada-1918'
import '@fontsource-variable/source-sans-3'
import './tokens.css'
import './console.css'
import './i18n/index.ts'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiProblem, isSignedOut } from './api.ts'
import { router } from './router.tsx'
import { Toasts } from './toasts.tsx'
import { Welcome } from './welcome.tsx'

const client = new QueryClient({
  queryCache: new QueryCache({
    // A session that ended shows the sign-in, on whichever page it is noticed.
    onError: (error, query) => {
      if (isSignedOut(error) && query.queryKey[0] !== 'me') void client.invalidateQueries({ queryKey: ['me'] })
    },
  }),
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
        <Toasts>{isWelcome ? <Welcome token={location.hash.slice(1)} /> : <RouterProvider router={router} />}</Toasts>
      </QueryClientProvider>
    </StrictMode>,
  )
