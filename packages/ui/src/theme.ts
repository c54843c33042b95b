import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The ramps of tokens.css as Mantine wants them; in styles use the semantic tokens (`--k-*`), never a step. */
const paper: MantineColorsTuple = [
  '#fffefb',
  '#f8f5ee',
  '#f1ece1',
  '#e6dfd1',
  '#d3cab9',
  '#b0a693',
  '#887e6d',
  '#655d50',
  '#443e35',
  '#24211c',
]
const civic: MantineColorsTuple = [
  '#e9f3f2',
  '#d1e6e4',
  '#a6cfcd',
  '#74b1b2',
  '#458f95',
  '#25757d',
  '#0f5e68',
  '#0b4c55',
  '#0a3b43',
  '#072a30',
]
const amber: MantineColorsTuple = [
  '#fcf3df',
  '#f9e4bb',
  '#f1cc84',
  '#e5af4b',
  '#d0902a',
  '#b07015',
  '#8c560c',
  '#6f4309',
  '#523209',
  '#372208',
]
const stamp: MantineColorsTuple = [
  '#fceeeb',
  '#f8d7d1',
  '#f0aea4',
  '#e57e71',
  '#d75347',
  '#bd352b',
  '#9f261f',
  '#7d1c17',
  '#5b1612',
  '#3d100d',
]

/** Mantine in the console's look; the colours themselves come from tokens.css. */
export const theme = createTheme({
  colors: { paper, civic, amber, stamp },
  primaryColor: 'civic',
  primaryShade: { light: 6, dark: 3 },
  white: '#fffefb',
  black: '#24211c',
  autoContrast: true,
  defaultRadius: 7,
  cursorType: 'pointer',
  fontFamily: 'var(--k-font-text)',
  fontFamilyMonospace: 'var(--k-font-mono)',
  headings: { fontFamily: 'var(--k-font-display)', fontWeight: '520' },
  respectReducedMotion: true,
  focusRing: 'never',
  components: {
    Button: { defaultProps: { variant: 'default' } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 36 } },
    Modal: { defaultProps: { centered: true, radius: 16, transitionProps: { duration: 0 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 0 } } },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'float', withInitialFocusPlaceholder: false } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 0 } } },
  },
  shadows: { float: 'var(--k-shadow-float)' },
})

/** Where Mantine names a surface or an ink, the token says which; it holds both themes itself. */
const named = {
  '--mantine-color-body': 'var(--k-page)',
  '--mantine-color-text': 'var(--k-ink)',
  '--mantine-color-bright': 'var(--k-ink)',
  '--mantine-color-dimmed': 'var(--k-ink-3)',
  '--mantine-color-placeholder': 'var(--k-ink-3)',
  '--mantine-color-default': 'var(--k-sheet)',
  '--mantine-color-default-color': 'var(--k-ink)',
  '--mantine-color-default-border': 'var(--k-edge)',
  '--mantine-color-default-hover': 'var(--k-hover)',
  '--mantine-color-disabled': 'var(--k-sunk)',
  '--mantine-color-disabled-color': 'var(--k-ink-3)',
  '--mantine-color-disabled-border': 'var(--k-line)',
  '--mantine-color-error': 'var(--k-attn)',
  '--mantine-color-anchor': 'var(--k-accent-ink)',
  '--mantine-primary-color-filled': 'var(--k-accent)',
  '--mantine-primary-color-filled-hover': 'var(--k-accent-hover)',
  '--mantine-primary-color-contrast': 'var(--k-on-accent)',
  '--mantine-primary-color-light': 'var(--k-accent-soft)',
  '--mantine-primary-color-light-color': 'var(--k-accent-ink)',
  '--mantine-color-civic-filled': 'var(--k-accent)',
  '--mantine-color-civic-filled-hover': 'var(--k-accent-hover)',
  '--mantine-color-civic-text': 'var(--k-accent-ink)',
  '--mantine-color-civic-light-color': 'var(--k-accent-ink)',
  '--mantine-color-civic-light-hover': 'var(--k-accent-soft)',
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: named, dark: named })
