import type {
  AudienceCount,
  AudienceRequest,
  ChannelList,
  ContactFieldList,
  DraftContent,
  GroupList,
  Preparation,
  Preview,
  SegmentList,
  TemplatePage,
} from '@kurenda/contract'
import { queryOptions } from '@tanstack/react-query'
import { api, isProblem } from '../api.ts'

const calmMs = 60_000

export const groupsQuery = queryOptions({
  queryKey: ['groups'],
  queryFn: () => api<GroupList>('/groups'),
  staleTime: calmMs,
})
export const segmentsQuery = queryOptions({
  queryKey: ['segments'],
  queryFn: () => api<SegmentList>('/segments'),
  staleTime: calmMs,
})
export const channelsQuery = queryOptions({ queryKey: ['channels'], queryFn: () => api<ChannelList>('/channels') })
export const fieldsQuery = queryOptions({
  queryKey: ['contact-fields'],
  queryFn: () => api<ContactFieldList>('/contact-fields'),
  staleTime: calmMs,
})
export const templatesQuery = queryOptions({
  queryKey: ['templates', 'broadcast'],
  queryFn: () => api<TemplatePage>('/templates?kind=broadcast&limit=100'),
  staleTime: calmMs,
})

/** Pasted numbers as the server counts them: spaces stand inside a number, the rest parts them. */
const splitNumbers = (pasted: string) =>
  pasted
    .split(/[\n\r,;]+/)
    .map((number) => number.trim())
    .filter((number) => number !== '')

export const countQuery = ({ groups, segments, numbers }: DraftContent['audience']) =>
  queryOptions({
    queryKey: ['audience', groups, segments, numbers],
    queryFn: () =>
      api<AudienceCount>('/audience/count', {
        groups,
        segments,
        numbers: splitNumbers(numbers),
      } satisfies AudienceRequest),
    placeholderData: (before) => before,
  })

/**
 * Counts a saved version: whom it goes to, text by text. A count that runs already, of this tab or another, is waited for. It writes: until it is
 * done the draft has no recipients, and a yes is refused. So nothing but who composes may ask for it, no news and no return to the window.
 */
export const prepareQuery = (id: number, version: number) =>
  queryOptions({
    queryKey: ['prepared', id, version],
    queryFn: () => api<Preparation>(`/broadcasts/${id}/prepare`, {}),
    staleTime: 'static',
    retry: (_, error) => isProblem(error, 'broadcast-being-prepared'),
    retryDelay: 1000,
  })

export type Which = number | 'longest'

export const previewQuery = (id: number, version: number, which: Which) =>
  queryOptions({
    queryKey: ['preview', id, version, which],
    queryFn: () =>
      api<Preview>(`/broadcasts/${id}/preview?${which === 'longest' ? 'which=longest' : `position=${which}`}`),
    staleTime: Infinity,
    retry: false,
    placeholderData: (before) => before,
  })
