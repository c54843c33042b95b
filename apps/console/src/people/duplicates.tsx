import type { Contact, DuplicatePage } from '@kurenda/contract'
import { Empty, House, Page } from '@kurenda/ui'
import { Button, Radio } from '@mantine/core'
import { Undo2Icon } from 'lucide-react'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { fieldsQuery } from '../compose/queries.ts'
import { Failed } from '../failed.tsx'
import { formatDay, formatPhone } from '../format.ts'
import { Loading } from '../loading.tsx'
import { useMay } from '../me.ts'
import { useTitle } from '../title.ts'
import css from './duplicates.module.css'
import { nameOf } from './name-of.ts'
import { labelOf } from './person/details.tsx'
import { duplicatesQuery } from './queries.ts'
import { PeopleHead } from './tabs.tsx'

type Pair = DuplicatePage['items'][number]

/** Pairs who may be one person, side by side; a merge can be taken back where it was made. */
export function Duplicates() {
  const { t } = useTranslation()
  useTitle(t('people.duplicates'))
  const list = useInfiniteQuery({ ...duplicatesQuery, staleTime: Infinity, refetchOnMount: 'always' })
  const pairs = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page>
      <PeopleHead title={t('people.duplicates')} note={t('duplicates.note')} />
      {list.isPending && <Loading rows={6} />}
      {list.error && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && pairs.length === 0 && <Empty title={t('duplicates.empty')}>{t('duplicates.emptyText')}</Empty>}
      <ul className="rows">
        {pairs.map((pair) => (
          <PairRow key={`${pair.one.id} ${pair.other.id}`} pair={pair} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          className={css['more'] ?? ''}
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('duplicates.more')}
        </Button>
      )}
    </Page>
  )
}

function PairRow({ pair }: { pair: Pair }) {
  const { t } = useTranslation()
  const may = useMay()
  const { one, other } = pair
  const [keep, setKeep] = useState(one.name === null ? other.id : one.id)
  const merge = useMutation({
    mutationFn: () =>
      api<{ merge: number; contact: Contact }>('/contacts/merge', { keep, merge: keep === one.id ? other.id : one.id }),
  })
  const undo = useMutation({
    mutationFn: (id: number) => api<Contact>(`/contact-merges/${id}/undo`, {}),
    onSuccess: () => merge.reset(),
  })
  const merged = merge.data
  const error = merge.error ?? undo.error
  return (
    <li className={css['pair']}>
      <p className={css['why']}>{t('duplicates.share', { number: formatPhone(pair.sharedNumber) })}</p>
      {merged ? (
        <div className={css['merged']} role="status">
          <p>
            {t('duplicates.merged')}{' '}
            <Link to="/people/$id" params={{ id: String(merged.contact.id) }}>
              {nameOf(merged.contact, t)}
            </Link>
          </p>
          <Button
            leftSection={<Undo2Icon size={18} aria-hidden="true" />}
            loading={undo.isPending}
            onClick={() => undo.mutate(merged.merge)}
          >
            {t('app.undo')}
          </Button>
        </div>
      ) : (
        <>
          <Radio.Group
            aria-label={t('duplicates.which')}
            value={String(keep)}
            onChange={(id) => setKeep(Number(id))}
            className={css['choice'] ?? ''}
          >
            <div className={css['sides']}>
              {[one, other].map((person) => (
                <Side key={person.id} person={person} stays={person.id === keep} />
              ))}
            </div>
          </Radio.Group>
          {may('contacts:write') && (
            <Button
              loading={merge.isPending}
              onClick={() => {
                undo.reset()
                merge.mutate()
              }}
            >
              {t('duplicates.merge')}
            </Button>
          )}
        </>
      )}
      {error && <Failed error={error} />}
    </li>
  )
}

function Side({ person, stays }: { person: Contact; stays: boolean }) {
  const { t } = useTranslation()
  const fields = useQuery(fieldsQuery).data?.items ?? []
  return (
    <div className={css['side']} data-stays={stays}>
      <div className={css['who']}>
        <House name={person.name} on={stays} />
        <div>
          <Link to="/people/$id" params={{ id: String(person.id) }}>
            {person.name ?? t('people.unnamed')}
          </Link>
          <p className="xs muted">{t('person.since', { when: formatDay(person.createdAt) })}</p>
        </div>
      </div>
      <p className="num">{person.addresses.map(({ value }) => formatPhone(value)).join(', ')}</p>
      {person.groups.length > 0 && <p className="muted">{person.groups.map(({ name }) => name).join(', ')}</p>}
      {Object.entries(person.fields).map(([key, value]) => (
        <p key={key}>
          <span className="muted">{labelOf(key, fields)}:</span> {value}
        </p>
      ))}
      <Radio
        value={String(person.id)}
        label={t('duplicates.stays')}
        aria-label={t('duplicates.staysNamed', { name: nameOf(person, t) })}
      />
    </div>
  )
}
