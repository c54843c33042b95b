import '@fontsource-variable/brygada-1918'
import '@fontsource-variable/source-sans-3'
import '@kurenda/ui/styles.css'
import { isWelcome, words } from './begin.ts'
import { cssVariablesResolver, theme } from '@kurenda/ui'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { client } from './client.ts'
import { untilReady } from './first-page.ts'
import { router } from './router.tsx'
import { Toasts } from './toasts.tsx'
import { Welcome } from './welcome.tsx'

await Promise.all([words, !isWelcome && untilReady(router.load())])
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
