import { useSearch } from '@tanstack/react-router'
import { readInboxSearch, type InboxSearch } from './inbox-search.ts'

/** Which list stands in the address, on the inbox's own page and on that of a conversation. */
export function useInboxSearch(): InboxSearch {
  return readInboxSearch(useSearch({ strict: false }))
}
