import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core'
import { createTheme, rem } from '@mantine/core'

/** Hot iron: the one accent. Shade 7 carries white text at AA. */
const ember: MantineColorsTuple = [
  '#fef2ea',
  '#fde3d3',
  '#fac6a6',
  '#f7a577',
  '#f38a51',
  '#f0763a',
  '#d9581f',
  '#bf4513',
  '#9f3910',
  '#7f2e0e',
]

/** Cold iron: a warm, nearly neutral grey. */
const iron: MantineColorsTuple = [
  '#fafaf9',
  '#f5f4f2',
  '#eeece9',
  '#e3e1dc',
  '#d3d0c9',
  '#a8a49c',
  '#78746d',
  '#57544f',
  '#33312e',
  '#1d1c1a',
]

const dark: MantineColorsTuple = [
  '#e8e6e2',
  '#c5c2bc',
  '#a09d97',
  '#76746f',
  '#373a3f',
  '#27292d',
  '#1f2023',
  '#1a1b1e',
  '#141517',
  '#0f1011',
]

const SANS = "'Inter Variable', system-ui, sans-serif"

export const theme = createTheme({
  primaryColor: 'ember',
  primaryShade: { light: 7, dark: 7 },
  colors: { ember, gray: iron, dark },
  fontFamily: SANS,
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(14), lg: rem(16), xl: rem(20) },
  headings: { fontFamily: SANS, fontWeight: '600' },
  radius: { xs: rem(3), sm: rem(5), md: rem(7), lg: rem(10), xl: rem(14) },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
})

/** Mantine's own variables take our tokens, so that its parts look like ours without a style for each. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--surface-app)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-dim)',
    '--mantine-color-placeholder': 'var(--text-faint)',
    '--mantine-color-default': 'var(--surface-raised)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--border-strong)',
    '--mantine-color-default-hover': 'var(--surface-hover)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-anchor': 'var(--ember)',
    '--mantine-color-disabled': 'var(--surface-hover)',
    '--mantine-color-disabled-color': 'var(--text-faint)',
    '--mantine-color-disabled-border': 'var(--border)',
  }
  return { variables: {}, light: both, dark: both }
}
