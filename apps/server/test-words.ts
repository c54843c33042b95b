import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Response } from 'playwright-core'
import { projectRoot } from './supervise/settings.ts'

const source = 'src/i18n/pl/index.ts'

/** Puts each string of the Polish catalogue in brackets: what a page shows outside of them was not taken from it. */
export async function bracketWords(page: Page): Promise<void> {
  const manifest = JSON.parse(
    readFileSync(join(projectRoot, 'apps/console/dist/.vite/manifest.json'), 'utf8'),
  ) as Record<string, { file: string }>
  const path = `/console/${manifest[source]?.file ?? ''}`
  const bracketed = `import { pl as words } from '${path}?plain'
    export const pl = Object.fromEntries(Object.entries(words).map(([key, text]) => [key, '⟦' + text + '⟧']))`
  await page.context().route(
    (url) => url.pathname === path && url.search === '',
    (route) => route.fulfill({ contentType: 'text/javascript', body: bracketed }),
  )
}

const wordsOf = (text: string): string[] => text.match(/\p{L}+/gu) ?? []

/**
 * Every word of what the server told a page: names, texts, and sentences that the server worded itself.
 * @param known what else is data, whoever told it
 */
export function hearWords(page: Page, known: readonly object[]): Set<string> {
  const heard = new Set<string>()
  const take = (value: unknown): void => {
    if (typeof value === 'string') for (const word of wordsOf(value)) heard.add(word)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(take)
  }
  known.forEach(take)
  page.on('response', (response: Response) => {
    const { pathname } = new URL(response.url())
    if (!pathname.startsWith('/console-api/') || pathname.endsWith('/events')) return
    response.json().then(take, () => undefined)
  })
  return heard
}

/** What browsers word themselves: days, months, amounts and lengths of time, time zones; each language in its own words. */
const worded = new Set(
  [
    // Each month, and each day of the week.
    ...Array.from({ length: 84 }, (_, i) => new Date(Date.UTC(2026, i % 12, 1 + Math.floor(i / 12)))).flatMap((day) =>
      (['long', 'short'] as const).flatMap((length) => [
        new Intl.DateTimeFormat('pl', { dateStyle: 'full' }).format(day),
        new Intl.DateTimeFormat('pl', { weekday: length }).format(day),
        new Intl.DateTimeFormat('pl', { month: length }).format(day),
      ]),
    ),
    ...[0, 1, 2, 5].flatMap((value) =>
      (['day', 'hour', 'minute', 'kilobyte', 'megabyte', 'byte'] as const).flatMap((unit) =>
        (['long', 'short'] as const).map((unitDisplay) =>
          new Intl.NumberFormat('pl', { style: 'unit', unit, unitDisplay }).format(value),
        ),
      ),
    ),
    new Intl.RelativeTimeFormat('pl', { numeric: 'auto' }).format(0, 'day'),
    new Intl.NumberFormat('pl', { style: 'currency', currency: 'PLN' }).format(1),
    ...Intl.supportedValuesOf('timeZone'),
    'Polski English Українська',
  ].flatMap(wordsOf),
)

/** Signs of people made of their names, and keys of the keyboard. */
const isSign = (word: string) => word.length <= 2 && word === word.toLocaleUpperCase('pl')

/** What a page shows, or tells to who cannot see it, that is from no catalogue and was not told by the server. */
export async function foreignWords(page: Page, heard: ReadonlySet<string>): Promise<string[]> {
  const outside = await page.evaluate<[text: string, block: string][]>(`(() => {
    const found = []
    let depth = 0
    const outsideOf = (text) => {
      let kept = ''
      for (const sign of text) {
        if (sign === '⟦') depth++
        else if (sign === '⟧') depth = Math.max(0, depth - 1)
        else if (depth === 0) kept += sign
      }
      return kept
    }
    // A word may stand in several nodes, as where one letter of it is marked.
    const blocks = new Map()
    const blockOf = (node) => (getComputedStyle(node).display.startsWith('inline') ? blockOf(node.parentElement) : node)
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const node = walker.currentNode
      if (node.parentElement.closest('script, style, textarea')) continue
      const kept = outsideOf(node.data)
      const block = blockOf(node.parentElement)
      blocks.set(block, [...(blocks.get(block) ?? []), kept])
    }
    for (const texts of blocks.values()) for (const text of texts) found.push([text, texts.join('')])
    for (const node of document.querySelectorAll('[aria-label], [title], [placeholder], [alt], [aria-description]')) {
      if (node.closest('[aria-hidden=true]')) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description']) {
        depth = 0
        const kept = outsideOf(node.getAttribute(name) ?? '')
        found.push([kept, kept])
      }
    }
    return found
  })()`)
  const isForeign = (text: string) =>
    wordsOf(text).some((word) => !heard.has(word) && !worded.has(word) && !isSign(word))
  return outside.filter(([text, block]) => isForeign(text) && isForeign(block)).map(([text]) => text)
}
