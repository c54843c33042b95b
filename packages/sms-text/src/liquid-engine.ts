import { Liquid } from 'liquidjs'
import type { FS } from 'liquidjs'
import { FILTERS } from './template-filters.ts'

/** A template's longest source, in UTF-16 units. */
export const MAX_TEMPLATE_LENGTH = 5_000

const TAGS = new Set(['if', 'unless', 'case', 'comment', 'raw'])
const INNER_TAGS = new Set(['elsif', 'else', 'endif', 'endunless', 'when', 'endcase', 'endcomment', 'endraw'])

/** Liquid reads files by default (`{% render 'package.json' %}`): here there are none. */
const NO_FILES: FS = {
  exists: async () => false,
  existsSync: () => false,
  contains: async () => false,
  containsSync: () => false,
  readFile: async () => refuse(),
  readFileSync: () => refuse(),
  resolve: () => '',
}

function refuse(): never {
  throw new Error('Templates have no files')
}

/**
 * Liquid for texts that strangers write: no files, no loops, no assignments, only filters of our own. Without loops and with
 * bounded values the work is bounded by the template's length; the limits are the second lock. An empty cell counts as
 * false (`jsTruthy`), as a person who writes `{% if street %}` expects.
 */
export function hardenedLiquid(): Liquid {
  const liquid = new Liquid({
    fs: NO_FILES,
    relativeReference: false,
    dynamicPartials: false,
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    jsTruthy: true,
    // Names may grow a little when they are made one word each.
    parseLimit: 2 * MAX_TEMPLATE_LENGTH,
    renderLimit: 10_000,
    memoryLimit: 50_000_000,
  })
  for (const name of Object.keys(liquid.tags)) if (!TAGS.has(name)) delete liquid.tags[name]
  for (const name of Object.keys(liquid.filters)) liquid.unregisterFilter(name)
  for (const [name, filter] of Object.entries(FILTERS)) liquid.registerFilter(name, filter)
  return liquid
}

/** Whether a template may hold the tag somewhere. */
export function isTagAllowed(name: string): boolean {
  return TAGS.has(name) || INNER_TAGS.has(name)
}
