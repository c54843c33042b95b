import '@fontsource-variable/brygada-1918'
import '@fontsource-variable/source-sans-3'
import '@kurenda/ui/styles.css'
import '../i18n/index.ts'
import { cssVariablesResolver, theme } from '@kurenda/ui'
import { MantineProvider } from '@mantine/core'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Stories } from './stories.tsx'

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
        <Stories />
      </MantineProvider>
    </StrictMode>,
  )
