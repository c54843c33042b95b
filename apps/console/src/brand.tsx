import type { Brand } from '@kurenda/contract'
import { accentOf } from '@kurenda/contract/colour'
import { useLayoutEffect } from 'react'
import css from './brand.module.css'

/** The office's logo; without one the house that is a letter. */
export const Mark = ({ logo = null }: { logo?: string | null }) =>
  logo === null ? (
    <svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true" style={{ flex: 'none' }}>
      <path d="M3 12.2 15 3l12 9.2V27H3z" fill="var(--k-accent)" />
      <path d="M3 12.2 15 20l12-7.8" fill="none" stroke="var(--k-page)" strokeWidth="2" />
    </svg>
  ) : (
    <img className={css['logo']} src={logo} alt="" />
  )

/** The console in the office's colour, as long as somebody of that office is signed in. */
export function useBrand({ colour }: Brand): void {
  useLayoutEffect(() => {
    if (colour === null) return
    const { light, dark } = accentOf(colour)
    const both = (one: string, other: string) => `light-dark(${one}, ${other})`
    const mixed = (share: number, ground: string) => `color-mix(in srgb, var(--k-accent) ${share}%, ${ground})`
    const values = {
      '--k-accent': both(light.accent, dark.accent),
      '--k-accent-hover': both(light.hover, dark.hover),
      '--k-accent-ink': both(light.hover, dark.hover),
      '--k-on-accent': both(light.on, dark.on),
      '--k-accent-soft': mixed(10, 'var(--k-page)'),
      '--k-accent-line': mixed(38, 'var(--k-page)'),
      '--k-focus': `0 0 0 2px var(--k-page), 0 0 0 4.5px ${both(light.accent, dark.accent)}`,
    }
    const { style } = document.documentElement
    for (const [name, value] of Object.entries(values)) style.setProperty(name, value)
    return () => {
      for (const name of Object.keys(values)) style.removeProperty(name)
    }
  }, [colour])
}
