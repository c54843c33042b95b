import type { Contact } from '@kurenda/contract'
import { AudienceChip } from '@kurenda/ui'
import { UsersIcon, UserRoundPlusIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { groupsQuery } from '../../compose/queries.ts'
import { useToast } from '../../toasts.tsx'
import { GroupPicker } from '../group-picker.tsx'
import { useSave } from '../save.ts'
import css from './person.module.css'

/** The groups of a person, each with its way out. */
export function PersonGroups({ person, canWrite }: { person: Contact; canWrite: boolean }) {
  const { t } = useTranslation()
  const say = useToast()
  const groups = useQuery(groupsQuery).data?.items ?? []
  const change = useSave(({ group, ...members }: { group: number; add?: number[]; remove?: number[] }) =>
    api(`/groups/${group}/members`, members),
  )
  const leave = (group: number, name: string) =>
    change.mutate(
      { group, remove: [person.id] },
      {
        onSuccess: () => say(t('people.removed', { count: 1, name }), () => change.mutate({ group, add: [person.id] })),
      },
    )
  return (
    <section className={css['groups']}>
      <h2 className="label">{t('people.groups')}</h2>
      <div className={css['chips']}>
        {person.groups.map(({ id, name }) =>
          canWrite ? (
            <AudienceChip
              key={id}
              icon={<UsersIcon size={18} aria-hidden="true" />}
              name={name}
              remove={t('person.leaveGroup', { name })}
              onRemove={() => leave(id, name)}
            />
          ) : (
            <Link key={id} to="/people" search={{ group: id }}>
              {name}
            </Link>
          ),
        )}
        {person.groups.length === 0 && <p className="muted">{t('person.noGroups')}</p>}
        {canWrite && (
          <GroupPicker
            label={t('people.addToGroup')}
            variant="subtle"
            icon={<UserRoundPlusIcon size={18} aria-hidden="true" />}
            groups={groups.filter(({ id }) => !person.groups.some((own) => own.id === id))}
            canMake
            onPick={({ id }) => change.mutate({ group: id, add: [person.id] })}
          />
        )}
      </div>
    </section>
  )
}
