import { Empty, FilterBar, Page } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { UploadIcon, UserPlusIcon } from 'lucide-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { groupsQuery, segmentsQuery } from '../../compose/queries.ts'
import { Failed } from '../../failed.tsx'
import type { Ask } from '../../first-page.ts'
import { LinkButton } from '../../link-button.tsx'
import { Loading } from '../../loading.tsx'
import { useMay } from '../../me.ts'
import { useTitle } from '../../title.ts'
import { conditionOf, languages, readFilter, type PeopleFilter } from '../filter.ts'
import { countQuery, peopleQuery } from '../queries.ts'
import { PeopleHead } from '../tabs.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { ExportMenu } from './export-menu.tsx'
import css from './people.module.css'
import { Rows } from './rows.tsx'
import { useSelection } from './selection.ts'

export const ask: Ask<Record<string, unknown>> = (client, search) => [
  client.prefetchInfiniteQuery(peopleQuery(readFilter(search))),
  client.prefetchQuery(groupsQuery),
  client.prefetchQuery(segmentsQuery),
]

/** Everyone the office knows: found as one types, narrowed down, chosen, and moved many at once. */
export function People() {
  const { t } = useTranslation()
  const may = useMay()
  useTitle(t('nav.people'))
  const filter = useSearch({ from: '/people' })
  const navigate = useNavigate()
  const [q] = useDebouncedValue(filter.q, 200)
  const asked = { ...filter, q }
  const list = useInfiniteQuery({ ...peopleQuery(asked), placeholderData: (before) => before })
  const people = list.data?.pages.flatMap((page) => page.items) ?? []
  const selection = useSelection(asked, people)
  const isFiltered = Object.keys(filter).length > 0
  return (
    <Page>
      <PeopleHead
        title={t('nav.people')}
        note={<Count filter={filter} />}
        actions={
          may('contacts:write') && (
            <>
              {may('contacts:import') && (
                <LinkButton
                  to="/people/import"
                  variant="subtle"
                  leftSection={<UploadIcon size={18} aria-hidden="true" />}
                >
                  {t('people.import')}
                </LinkButton>
              )}
              <LinkButton to="/people/new" leftSection={<UserPlusIcon size={18} aria-hidden="true" />}>
                {t('people.add')}
              </LinkButton>
            </>
          )
        }
      />
      <Filters filter={filter} onChange={(search) => void navigate({ to: '/people', search, replace: true })} />
      {list.isPending && <Loading rows={8} />}
      {list.error && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && people.length === 0 && (isFiltered ? <NothingFound filter={filter} /> : <Nobody />)}
      {people.length > 0 && (
        <div className={css['list']} data-stale={list.isPlaceholderData} aria-busy={list.isPlaceholderData}>
          <Rows people={people} selection={may('contacts:write') || may('contacts:export') ? selection : undefined} />
        </div>
      )}
      {list.hasNextPage && (
        <Button
          className={css['more'] ?? ''}
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('people.more')}
        </Button>
      )}
      {selection.chosen.size > 0 && <BulkBar selection={selection} filter={asked} people={people} />}
    </Page>
  )
}

function Count({ filter }: { filter: PeopleFilter }) {
  const { t } = useTranslation()
  const segments = useQuery({ ...segmentsQuery, enabled: filter.segment !== undefined })
  const segment = segments.data?.items.find(({ id }) => id === filter.segment)?.condition
  const count = useQuery(countQuery(conditionOf(filter, segment)))
  return count.data ? <>{t('people.count', { count: count.data.chosen })}</> : <>{'\u00a0'}</>
}

function Filters({ filter, onChange }: { filter: PeopleFilter; onChange: (filter: PeopleFilter) => void }) {
  const { t } = useTranslation()
  const may = useMay()
  const groups = useQuery(groupsQuery).data?.items ?? []
  const segments = useQuery(segmentsQuery).data?.items ?? []
  const text = (value?: string | number | boolean) => (value === undefined ? undefined : String(value))
  const option = ({ id, name }: { id: number; name: string }) => ({ value: String(id), label: name })
  return (
    <FilterBar
      label={t('people.filters')}
      value={{
        q: filter.q,
        group: text(filter.group),
        segment: text(filter.segment),
        language: filter.language,
        out: text(filter.out),
        trash: text(filter.trash),
      }}
      onChange={({ out, trash, ...rest }) =>
        onChange(
          readFilter({
            ...rest,
            ...(out !== undefined && { out: out === 'true' }),
            ...(trash !== undefined && { trash: true }),
          }),
        )
      }
      search={{ name: 'q', label: t('people.search'), placeholder: t('people.search') }}
      selects={[
        { name: 'group', label: t('people.group'), all: t('people.anyGroup'), options: groups.map(option) },
        ...(segments.length > 0
          ? [
              {
                name: 'segment',
                label: t('people.segment'),
                all: t('people.anySegment'),
                options: segments.map(option),
              },
            ]
          : []),
        {
          name: 'language',
          label: t('people.language'),
          all: t('people.anyLanguage'),
          options: languages.map((value) => ({ value, label: t(`people.language.${value}`) })),
        },
        {
          name: 'out',
          label: t('people.out'),
          all: t('people.outOrNot'),
          options: [
            { value: 'true', label: t('people.isOut') },
            { value: 'false', label: t('people.isNotOut') },
          ],
        },
        {
          name: 'trash',
          label: t('people.place'),
          all: t('people.notInTrash'),
          options: [{ value: 'true', label: t('people.inTrash') }],
        },
      ]}
    >
      {may('contacts:export') && !filter.trash && <ExportMenu filter={filter} />}
    </FilterBar>
  )
}

function NothingFound({ filter }: { filter: PeopleFilter }) {
  const { t } = useTranslation()
  const onlyTrash = filter.trash && Object.keys(filter).length === 1
  return (
    <Empty
      title={t(onlyTrash ? 'people.trashEmpty' : 'people.noneFound')}
      action={<LinkButton to="/people">{t('people.showAll')}</LinkButton>}
    >
      {t(onlyTrash ? 'people.trashEmptyText' : 'people.noneFoundText')}
    </Empty>
  )
}

function Nobody() {
  const { t } = useTranslation()
  const may = useMay()
  return (
    <Empty
      title={t('people.empty')}
      action={
        may('contacts:import') && (
          <LinkButton to="/people/import" leftSection={<UploadIcon size={18} aria-hidden="true" />}>
            {t('people.import')}
          </LinkButton>
        )
      }
    >
      {t('people.emptyText')}
    </Empty>
  )
}
