import type { Contact, ContactIds, ContactsMoved } from '@kurenda/contract'
import { Button } from '@mantine/core'
import { Undo2Icon, Trash2Icon, UserMinusIcon, UserRoundPlusIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { groupsQuery } from '../../compose/queries.ts'
import { useMay } from '../../me.ts'
import { useToast } from '../../toasts.tsx'
import { addressOf, type PeopleFilter } from '../filter.ts'
import { GroupPicker } from '../group-picker.tsx'
import { useSave } from '../save.ts'
import { ExportMenu } from './export-menu.tsx'
import css from './people.module.css'
import type { Selection } from './selection.ts'

/** An export names so many people in its address. */
const mostExported = 1_000

/** What can be done with those who are chosen. */
export function BulkBar(props: { selection: Selection; filter: PeopleFilter; people: readonly Contact[] }) {
  const { t } = useTranslation()
  const may = useMay()
  const { selection, filter, people } = props
  const ids = [...selection.chosen]
  const count = ids.length
  const chooseAll = useSave(
    () => api<ContactIds>(`/contacts/ids?${new URLSearchParams(addressOf(filter)).toString()}`),
    (found) => selection.choose(found.ids),
  )
  const isWhole = chooseAll.data !== undefined && chooseAll.data.ids.length === count
  return (
    <section className={css['bar']} aria-label={t('people.chosenActions')}>
      <p role="status">
        {t('people.chosen', { count })}
        {isWhole && chooseAll.data.more && <span className="muted"> {t('people.chosenMost')}</span>}
      </p>
      {selection.isAllShown && !isWhole && (
        <Button variant="subtle" loading={chooseAll.isPending} onClick={() => chooseAll.mutate(undefined)}>
          {t('people.chooseAll')}
        </Button>
      )}
      {filter.trash ? (
        may('contacts:write') && <Restore ids={ids} onDone={selection.clear} />
      ) : (
        <>
          {may('contacts:write') && <Grouping ids={ids} people={people} />}
          {may('contacts:export') && count <= mostExported && <ExportMenu filter={filter} only={ids} />}
          {may('contacts:write') && <Trash ids={ids} onDone={selection.clear} />}
        </>
      )}
      <Button variant="subtle" onClick={selection.clear}>
        {t('people.chooseNone')}
      </Button>
    </section>
  )
}

function Trash({ ids, onDone }: { ids: number[]; onDone: () => void }) {
  const { t } = useTranslation()
  const say = useToast()
  const restore = useSave(
    (contacts: number[]) => api<ContactsMoved>('/contacts/restore', { contacts }),
    ({ moved }) => say(t('people.restored', { count: moved })),
  )
  const trash = useSave(
    (contacts: number[]) => api<ContactsMoved>('/contacts/trash', { contacts }),
    ({ moved }, contacts) => {
      onDone()
      say(t('people.trashed', { count: moved }), () => restore.mutate(contacts))
    },
  )
  return (
    <Button
      leftSection={<Trash2Icon size={18} aria-hidden="true" />}
      loading={trash.isPending}
      onClick={() => trash.mutate(ids)}
    >
      {t('people.toTrash')}
    </Button>
  )
}

function Restore({ ids, onDone }: { ids: number[]; onDone: () => void }) {
  const { t } = useTranslation()
  const say = useToast()
  const restore = useSave(
    (contacts: number[]) => api<ContactsMoved>('/contacts/restore', { contacts }),
    ({ moved }) => {
      onDone()
      say(t('people.restored', { count: moved }))
    },
  )
  return (
    <Button
      leftSection={<Undo2Icon size={18} aria-hidden="true" />}
      loading={restore.isPending}
      onClick={() => restore.mutate(ids)}
    >
      {t('people.restore')}
    </Button>
  )
}

/** Into a group and out of one; what was so before is left alone by the undo. */
function Grouping({ ids, people }: { ids: number[]; people: readonly Contact[] }) {
  const { t } = useTranslation()
  const say = useToast()
  const groups = useQuery(groupsQuery).data?.items ?? []
  const shown = people.filter(({ id }) => ids.includes(id))
  const change = useSave(({ group, ...members }: { group: number; add?: number[]; remove?: number[] }) =>
    api<{ added: number; removed: number }>(`/groups/${group}/members`, members),
  )
  const theirs = new Set(shown.flatMap((person) => person.groups.map(({ id }) => id)))
  const isIn = (group: number) =>
    shown.filter((person) => person.groups.some(({ id }) => id === group)).map(({ id }) => id)
  // Of whom is out of sight nobody knows here whether they were in it before.
  const canUndo = shown.length === ids.length
  return (
    <>
      <GroupPicker
        label={t('people.addToGroup')}
        icon={<UserRoundPlusIcon size={18} aria-hidden="true" />}
        groups={groups}
        canMake
        onPick={({ id, name }) => {
          const before = isIn(id)
          const fresh = ids.filter((each) => !before.includes(each))
          change.mutate(
            { group: id, add: ids },
            {
              onSuccess: ({ added }) =>
                say(
                  t('people.added', { count: added, name }),
                  canUndo && added > 0 ? () => change.mutate({ group: id, remove: fresh }) : undefined,
                ),
            },
          )
        }}
      />
      {theirs.size > 0 && (
        <GroupPicker
          label={t('people.removeFromGroup')}
          icon={<UserMinusIcon size={18} aria-hidden="true" />}
          groups={groups.filter(({ id }) => theirs.has(id))}
          onPick={({ id, name }) => {
            const before = isIn(id)
            change.mutate(
              { group: id, remove: ids },
              {
                onSuccess: ({ removed }) =>
                  say(
                    t('people.removed', { count: removed, name }),
                    canUndo ? () => change.mutate({ group: id, add: before }) : undefined,
                  ),
              },
            )
          }}
        />
      )}
    </>
  )
}
