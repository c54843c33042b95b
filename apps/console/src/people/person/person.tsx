import type { Contact } from '@kurenda/contract'
import { House, Notice, Page } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { PencilIcon, Trash2Icon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { Failed } from '../../failed.tsx'
import { formatDay, formatTime } from '../../format.ts'
import { Loading } from '../../loading.tsx'
import { useMay } from '../../me.ts'
import { useTitle } from '../../title.ts'
import { useToast } from '../../toasts.tsx'
import { nameOf } from '../name-of.ts'
import { personQuery } from '../queries.ts'
import { useSave } from '../save.ts'
import { Details } from './details.tsx'
import { EditPerson } from './edit-person.tsx'
import { PersonGroups } from './groups.tsx'
import css from './person.module.css'
import { Timeline } from './timeline.tsx'

/** One person: who they are, and all that happened between them and the office. */
export function Person() {
  const { t } = useTranslation()
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(personQuery(id))
  useTitle(query.data ? nameOf(query.data, t) : t('nav.people'))
  return (
    <Page>
      {query.isPending && <Loading rows={8} />}
      {query.error && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data && <Shown key={query.data.id} person={query.data} />}
    </Page>
  )
}

function Shown({ person }: { person: Contact }) {
  const { t } = useTranslation()
  const may = useMay()
  const [edits, setEdits] = useState(false)
  const canWrite = may('contacts:write') && person.trashedAt === null
  return (
    <>
      <header className={css['head']}>
        <House name={person.name} large />
        <div>
          <p className="xs muted">
            <Link to="/people">{t('nav.people')}</Link>
          </p>
          <h1 className="title">{nameOf(person, t)}</h1>
          <p className="muted">{t('person.since', { when: formatDay(person.createdAt) })}</p>
        </div>
        {canWrite && !edits && (
          <div className={css['actions']}>
            <Button leftSection={<PencilIcon size={18} aria-hidden="true" />} onClick={() => setEdits(true)}>
              {t('person.edit')}
            </Button>
            <ToTrash person={person} />
          </div>
        )}
      </header>
      {person.trashedAt !== null && <InTrash person={person} />}
      <div className={css['card']}>
        <div className={css['side']}>
          {edits ? (
            <EditPerson person={person} onDone={() => setEdits(false)} />
          ) : (
            <>
              <Details person={person} canWrite={canWrite} />
              <PersonGroups person={person} canWrite={canWrite} />
            </>
          )}
        </div>
        <Timeline person={person} canWrite={canWrite} />
      </div>
    </>
  )
}

function ToTrash({ person }: { person: Contact }) {
  const { t } = useTranslation()
  const say = useToast()
  const restore = useSave(() => api(`/contacts/${person.id}/restore`, {}))
  const trash = useSave(
    () => api(`/contacts/${person.id}`, undefined, 'DELETE'),
    () => say(t('person.trashed', { name: nameOf(person, t) }), () => restore.mutate(undefined)),
  )
  return (
    <Button
      variant="subtle"
      leftSection={<Trash2Icon size={18} aria-hidden="true" />}
      loading={trash.isPending}
      onClick={() => trash.mutate(undefined)}
    >
      {t('people.toTrash')}
    </Button>
  )
}

function InTrash({ person }: { person: Contact }) {
  const { t } = useTranslation()
  const may = useMay()
  const restore = useSave(() => api(`/contacts/${person.id}/restore`, {}))
  return (
    <Notice>
      <p>{t('person.inTrash', { when: formatTime(person.trashedAt ?? '') })}</p>
      {may('contacts:write') && (
        <Button loading={restore.isPending} onClick={() => restore.mutate(undefined)}>
          {t('people.restore')}
        </Button>
      )}
    </Notice>
  )
}
