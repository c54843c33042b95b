const views = [
  'waiting',
  'mine',
  'unassigned',
  'overdue',
  'mentioned',
  'snoozed',
  'closed',
  'all',
  'queue',
  'broadcast',
] as const
export type InboxView = (typeof views)[number]

/** Which list of the inbox stands in the page's address: who is waited for, where nothing is said. */
export interface InboxSearch {
  view?: InboxView
  /** Of the view `queue`. */
  queue?: number
  /** Of the view `broadcast`. */
  broadcast?: number
  /** Words that are looked for in all texts and notes. */
  q?: string
}

export function readInboxSearch({ view, queue, broadcast, q }: Record<string, unknown>): InboxSearch {
  const known = views.find((one) => one === view)
  const words = typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}
  if (known === 'queue') return typeof queue === 'number' ? { view: known, queue, ...words } : words
  if (known === 'broadcast') return typeof broadcast === 'number' ? { view: known, broadcast, ...words } : words
  return known && known !== 'waiting' ? { view: known, ...words } : words
}
