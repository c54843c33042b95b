import type { Condition } from '@kurenda/contract'

/** What a list of people is narrowed down by; it stands in the page's address. */
export interface PeopleFilter {
  q?: string | undefined
  group?: number | undefined
  segment?: number | undefined
  language?: 'pl' | 'en' | 'uk' | undefined
  out?: boolean | undefined
  trash?: boolean | undefined
}

export const languages = ['pl', 'en', 'uk'] as const

const numberIn = (value: unknown) => {
  const number = Number(value)
  return Number.isInteger(number) && number > 0 ? number : undefined
}

/** The filter of an address that anyone may have written; what makes no sense is left out. */
export function readFilter(search: Record<string, unknown>): PeopleFilter {
  const { q, language, out, trash } = search
  const group = numberIn(search['group'])
  const segment = numberIn(search['segment'])
  const known = languages.find((one) => one === language)
  return {
    ...((typeof q === 'string' || typeof q === 'number') && q !== '' && { q: String(q).slice(0, 100) }),
    ...(group && { group }),
    ...(segment && { segment }),
    ...(known && { language: known }),
    ...(typeof out === 'boolean' && { out }),
    ...(trash === true && { trash }),
  }
}

/** The filter as the server reads it. */
export function addressOf({ q, group, segment, language, out, trash }: PeopleFilter): Record<string, string> {
  return {
    ...(q?.trim() && { search: q.trim() }),
    ...(group && { group: String(group) }),
    ...(segment && { segment: String(segment) }),
    ...(language && { language }),
    ...(out !== undefined && { optedOut: String(out) }),
    ...(trash && { trash: 'true' }),
  }
}

/** The filter as a condition that can be counted; null where a word is typed, or in trash: these are not counted. */
export function conditionOf(filter: PeopleFilter, segment: Condition | undefined): Condition | null {
  if (filter.q?.trim() || filter.trash || (filter.segment && !segment)) return null
  const all: Condition[] = [
    ...(segment ? [segment] : []),
    ...(filter.group ? [{ is: 'in_group', group: filter.group } as const] : []),
    ...(filter.language ? [{ is: 'language', language: filter.language } as const] : []),
    ...(filter.out === undefined ? [] : [{ is: filter.out ? 'opted_out' : 'not_opted_out' } as const]),
  ]
  return all.length > 0 ? { all } : { any: [{ is: 'has_phone' }, { is: 'has_no_phone' }] }
}
