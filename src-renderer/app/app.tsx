import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './tokens.css'
import './contrast.css'
import { MantineProvider, useMantineColorScheme } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { StrictMode, useEffect } from 'react'
import { createQueryClient } from '../api/query-client.ts'
import { useSettings } from '../api/settings.ts'
import { router } from './router.tsx'
import { useSpokenLanguage } from './spoken-language.ts'
import { cssVariablesResolver, theme } from './theme.ts'

const cache = createQueryClient()

export function App(): ReactNode {
  return (
    <StrictMode>
      <QueryClientProvider client={cache}>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
          <ThemeOfSettings />
          <Notifications position="bottom-right" limit={4} zIndex={400} />
          <Screens />
        </MantineProvider>
      </QueryClientProvider>
    </StrictMode>
  )
}

/** All that has text. Another language is another page: everything is drawn anew, at the same place. */
function Screens(): ReactNode {
  const language = useSpokenLanguage()
  return <RouterProvider key={language} router={router} />
}

/** The theme follows the settings; the last one is remembered by the page, so that it opens without a flash. */
function ThemeOfSettings(): null {
  const { theme: wanted, contrast } = useSettings()
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    setColorScheme(wanted === 'system' ? 'auto' : wanted)
  }, [wanted, setColorScheme])
  const systemWantsMore = useMediaQuery('(prefers-contrast: more)')
  const isHigh = contrast === 'high' || (contrast === 'system' && systemWantsMore)
  useEffect(() => {
    document.documentElement.dataset['contrast'] = isHigh ? 'high' : 'normal'
  }, [isHigh])
  return null
}
