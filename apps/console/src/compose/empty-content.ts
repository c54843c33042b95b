import type { DraftContent } from '@kurenda/contract'

/** A message of which nothing is written yet. */
export const emptyContent: DraftContent = {
  text: '',
  translations: {},
  priority: 'bulk',
  replies: 'two_way',
  audience: { groups: [], segments: [], numbers: '' },
}

export const hasAudience = ({ audience }: DraftContent) =>
  audience.groups.length + audience.segments.length > 0 || audience.numbers.trim() !== ''
