import type { Draft, DraftContent } from '@kurenda/contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Page } from '@kurenda/ui'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { rulesQuery } from '../broadcasts/queries.ts'
import { Failed } from '../failed.tsx'
import type { Ask } from '../first-page.ts'
import { Loading } from '../loading.tsx'
import { useTitle } from '../title.ts'
import { Composer } from './composer.tsx'
import { channelsQuery, groupsQuery, segmentsQuery, templatesQuery } from './queries.ts'
import { emptyContent } from './empty-content.ts'

export const ask: Ask = (client) => [
  client.prefetchQuery(groupsQuery),
  client.prefetchQuery(segmentsQuery),
  client.prefetchQuery(channelsQuery),
  client.prefetchQuery(templatesQuery),
  client.prefetchQuery(rulesQuery),
]

/** A new message (for a `group` or `segment` that was looked at), a draft that goes on, or one that is written like another (`like`). */
export function Compose() {
  const { t } = useTranslation()
  useTitle(t('compose.title'))
  const { id } = useParams({ from: '/compose/{-$id}' })
  const { emergency, like, group, segment } = useSearch({ from: '/compose/{-$id}' })
  const navigate = useNavigate()
  const subject = id ?? `new ${like ?? ''} ${emergency ?? ''} ${group ?? ''} ${segment ?? ''}`
  // The draft that this editor made itself is no reason to begin anew.
  const [session, setSession] = useState<{ key: number; subject: string; made?: string }>({ key: 0, subject })
  if (subject !== session.subject)
    setSession(subject === session.made ? { key: session.key, subject } : { key: session.key + 1, subject })
  const made = useCallback(
    (number: number) => {
      setSession((before) => ({ ...before, made: String(number) }))
      void navigate({ to: '/compose/{-$id}', params: { id: String(number) }, replace: true })
    },
    [navigate],
  )
  return (
    <Opened
      key={session.key}
      id={session.key === 0 || session.made === undefined ? id : undefined}
      like={like}
      group={group}
      segment={segment}
      emergency={emergency}
      onMade={made}
    />
  )
}

function Opened(props: {
  id: string | undefined
  like: number | undefined
  group: number | undefined
  segment: number | undefined
  emergency: boolean | undefined
  onMade: (id: number) => void
}) {
  // What was opened stays so while the address gets the number of the draft that was made.
  const [{ id, like, group, segment, emergency }] = useState(props)
  const source = id ?? (like === undefined ? undefined : String(like))
  const draft = useQuery({
    queryKey: ['draft-to-edit', source],
    queryFn: () => api<Draft>(`/broadcasts/${source}/draft`),
    enabled: source !== undefined,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  if (draft.error && !draft.data)
    return (
      <Page>
        <Failed error={draft.error} retry={() => void draft.refetch()} />
      </Page>
    )
  if (source !== undefined && (!draft.data || (draft.isFetching && !draft.isFetchedAfterMount)))
    return (
      <Page>
        <Loading />
      </Page>
    )
  const content: DraftContent = draft.data ? { ...draft.data.content } : { ...emptyContent }
  if (id === undefined) delete content.sendAt
  if (group !== undefined || segment !== undefined)
    content.audience = {
      ...content.audience,
      groups: group === undefined ? [] : [group],
      segments: segment === undefined ? [] : [segment],
    }
  if (emergency) content.priority = 'emergency'
  return (
    <Composer start={{ content, ...(id !== undefined && draft.data && { saved: draft.data }) }} onMade={props.onMade} />
  )
}
