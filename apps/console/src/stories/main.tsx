import '@fontsource-variable/brygada-1918'
import '@fontsource-variable/source-sans-3'
import '@kurenda/ui/styles.css'
import { words } from '../i18n/index.ts'
import { cssVariablesResolver, theme } from '@kurenda/ui'
import { MantineProvider } from '@mantine/core'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'

// Apart: what only this page shows does not belong to what every page begins with.
const Stories = lazy(async () => ({ default: (await import('./stories.tsx')).Stories }))

await words
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
        <Suspense>
          <Stories />
        </Suspense>
      </MantineProvider>
    </StrictMode>,
  )
