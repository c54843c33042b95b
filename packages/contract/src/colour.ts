/** A colour of an office, `#rrggbb`, and what is legible with it (WCAG 2.2, relative luminance and contrast ratio). */

type Rgb = readonly [number, number, number]

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text)

const read = (colour: string): Rgb => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) as unknown as Rgb
const write = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

function luminance(colour: string): number {
  const [red, green, blue] = read(colour).map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Towards `end`, in steps of one per cent, until its contrast with `ground` is enough; `end` itself where nothing is. */
export function until(colour: string, end: string, ground: string, enough: number): string {
  const [from, to] = [read(colour), read(end)]
  for (let step = 0; step <= 100; step++) {
    const mixed = write(from.map((part, i) => part + (((to[i] ?? 0) - part) * step) / 100) as unknown as Rgb)
    if (contrast(mixed, ground) >= enough) return mixed
  }
  return end
}

const [black, white] = ['#000000', '#ffffff']
/** The pages of the console, light and dark (packages/ui/src/tokens.css). */
export const grounds = { light: '#f5f1e8', dark: '#161411' } as const

/** What a text needs on its ground (WCAG 2.2, 1.4.3). */
export const legible = 4.5

/** How well the colour is read on a light page and carries white words: the worse of the two. */
export const legibility = (colour: string): number => Math.min(contrast(colour, grounds.light), contrast(colour, white))

/** The nearest darker one that is legible; itself where it is. */
export const legibleOf = (colour: string): string => until(colour, black, grounds.light, legible)

/** The console's accent of an office, in both themes; each pair holds 4.5 : 1. */
export function accentOf(colour: string) {
  const accent = legibleOf(colour)
  const dark = until(colour, white, grounds.dark, 7)
  return {
    light: { accent, hover: until(accent, black, white, contrast(accent, white) + 1.5), on: white },
    dark: { accent: dark, hover: until(dark, white, grounds.dark, contrast(dark, grounds.dark) + 1.5), on: '#14110d' },
  }
}

/** The plate above the pages of residents, darkened until white on it reaches 7 : 1, and the colour as words on their sheets. */
export function plateOf(colour: string) {
  const brand = until(colour, black, white, 7)
  return { brand, deep: until(brand, black, white, 11), word: brand, wordDark: until(colour, white, '#1a201c', 7) }
}
