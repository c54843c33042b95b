import type { Segment } from '@kurenda/contract'
import { Empty, FilterBar, Page } from '@kurenda/ui'
import { ActionIcon } from '@mantine/core'
import { FunnelPlusIcon, MessageSquarePlusIcon, Trash2Icon, UsersIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { segmentsQuery } from '../../compose/queries.ts'
import { Failed } from '../../failed.tsx'
import type { Ask } from '../../first-page.ts'
import { LinkButton, LinkIcon, newMessage } from '../../link-button.tsx'
import { Loading } from '../../loading.tsx'
import { useMay } from '../../me.ts'
import { useTitle } from '../../title.ts'
import list from '../lines.module.css'
import { countQuery } from '../queries.ts'
import { useRemoval } from '../removal.ts'
import { PeopleHead } from '../tabs.tsx'
import { describe } from './describe.ts'
import { useNames } from './use-names.ts'

export const ask: Ask = (client) => [client.prefetchQuery(segmentsQuery)]

/** Saved filters: each as the sentence that it is, with how many people it holds today. */
export function Segments() {
  const { t } = useTranslation()
  const may = useMay()
  useTitle(t('people.segments'))
  const { q } = useSearch({ from: '/people/segments' })
  const navigate = useNavigate()
  const segments = useQuery(segmentsQuery)
  const { isGone, remove } = useRemoval()
  const all = (segments.data?.items ?? []).filter(({ id }) => !isGone(`/segments/${id}`))
  const wanted = q?.trim().toLocaleLowerCase() ?? ''
  const shown = all.filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
  const add = may('contacts:write') && (
    <LinkButton
      to="/people/segments/$id"
      params={{ id: 'new' }}
      leftSection={<FunnelPlusIcon size={18} aria-hidden="true" />}
    >
      {t('segments.add')}
    </LinkButton>
  )
  return (
    <Page>
      <PeopleHead title={t('people.segments')} note={t('segments.note')} actions={all.length > 0 && add} />
      {all.length > 0 && (
        <FilterBar
          label={t('people.filters')}
          value={{ q }}
          onChange={(search) => void navigate({ to: '/people/segments', search, replace: true })}
          search={{ name: 'q', label: t('segments.search'), placeholder: t('segments.search') }}
        />
      )}
      {segments.isPending && <Loading rows={6} />}
      {segments.error && <Failed error={segments.error} retry={() => void segments.refetch()} />}
      {segments.isSuccess && all.length === 0 && (
        <Empty title={t('segments.empty')} action={add}>
          {t('segments.emptyText')}
        </Empty>
      )}
      {all.length > 0 && shown.length === 0 && <p>{t('segments.none')}</p>}
      <ul className={`rows ${list['lines']}`}>
        {shown.map((segment) => (
          <Row
            key={segment.id}
            segment={segment}
            {...(may('contacts:write') && {
              onRemove: () => remove(`/segments/${segment.id}`, t('segments.removed', { name: segment.name })),
            })}
          />
        ))}
      </ul>
    </Page>
  )
}

function Row({ segment, onRemove }: { segment: Segment; onRemove?: () => void }) {
  const { t } = useTranslation()
  const may = useMay()
  const { names } = useNames()
  const count = useQuery(countQuery(segment.condition))
  return (
    <li>
      <div>
        <h2>
          <Link to="/people/segments/$id" params={{ id: String(segment.id) }}>
            {segment.name}
          </Link>
        </h2>
        <p className="muted">
          {describe(segment.condition, t, names)}
          {count.data && ` · ${t('people.count', { count: count.data.chosen })}`}
        </p>
      </div>
      <div className={list['acts']}>
        {may('broadcasts:send') && (
          <LinkIcon
            to="/compose/{-$id}"
            params={newMessage}
            search={{ segment: segment.id }}
            aria-label={t('segments.writeTo', { name: segment.name })}
          >
            <MessageSquarePlusIcon size={18} aria-hidden="true" />
          </LinkIcon>
        )}
        <LinkIcon to="/people" search={{ segment: segment.id }} aria-label={t('segments.show', { name: segment.name })}>
          <UsersIcon size={18} aria-hidden="true" />
        </LinkIcon>
        {onRemove && (
          <ActionIcon aria-label={t('segments.remove', { name: segment.name })} onClick={onRemove}>
            <Trash2Icon size={18} aria-hidden="true" />
          </ActionIcon>
        )}
      </div>
    </li>
  )
}
