import type { Group } from '@kurenda/contract'
import { Empty, FilterBar, Page } from '@kurenda/ui'
import { ActionIcon, Button, Modal, TextInput } from '@mantine/core'
import { MessageSquarePlusIcon, PencilIcon, Trash2Icon, UserRoundPlusIcon } from 'lucide-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { groupsQuery } from '../compose/queries.ts'
import { Failed } from '../failed.tsx'
import type { Ask } from '../first-page.ts'
import { LinkIcon, newMessage } from '../link-button.tsx'
import { Loading } from '../loading.tsx'
import { useMay } from '../me.ts'
import { useTitle } from '../title.ts'
import css from './form.module.css'
import list from './lines.module.css'
import { useRemoval } from './removal.ts'
import { useRefreshPeople } from './save.ts'
import { PeopleHead } from './tabs.tsx'

export const ask: Ask = (client) => [client.prefetchQuery(groupsQuery)]

/** Groups: who gets a message together. */
export function Groups() {
  const { t } = useTranslation()
  const may = useMay()
  useTitle(t('people.groups'))
  const { q } = useSearch({ from: '/people/groups' })
  const navigate = useNavigate()
  const groups = useQuery(groupsQuery)
  const [edits, setEdits] = useState<Group | 'new'>()
  const { isGone, remove } = useRemoval()
  const all = (groups.data?.items ?? []).filter(({ id }) => !isGone(`/groups/${id}`))
  const wanted = q?.trim().toLocaleLowerCase() ?? ''
  const shown = all.filter(({ name, keyword }) => `${name} ${keyword ?? ''}`.toLocaleLowerCase().includes(wanted))
  const add = may('contacts:write') && (
    <Button leftSection={<UserRoundPlusIcon size={18} aria-hidden="true" />} onClick={() => setEdits('new')}>
      {t('groups.add')}
    </Button>
  )
  return (
    <Page>
      <PeopleHead title={t('people.groups')} note={t('groups.note')} actions={all.length > 0 && add} />
      {all.length > 0 && (
        <FilterBar
          label={t('people.filters')}
          value={{ q }}
          onChange={(search) => void navigate({ to: '/people/groups', search, replace: true })}
          search={{ name: 'q', label: t('people.findGroup'), placeholder: t('people.findGroup') }}
        />
      )}
      {groups.isPending && <Loading rows={6} />}
      {groups.error && <Failed error={groups.error} retry={() => void groups.refetch()} />}
      {groups.isSuccess && all.length === 0 && (
        <Empty title={t('groups.empty')} action={add}>
          {t('groups.emptyText')}
        </Empty>
      )}
      {all.length > 0 && shown.length === 0 && <p>{t('people.noGroup')}</p>}
      <ul className={`rows ${list['lines']}`}>
        {shown.map((group) => (
          <li key={group.id}>
            <div>
              <h2>
                <Link to="/people" search={{ group: group.id }}>
                  {group.name}
                </Link>
              </h2>
              <p className="muted num">
                {t('people.count', { count: group.members })}
                {group.keyword !== null && ` · ${t('groups.joins', { keyword: group.keyword.toLocaleUpperCase() })}`}
              </p>
            </div>
            {may('contacts:write') && (
              <div className={list['acts']}>
                {may('broadcasts:send') && (
                  <LinkIcon
                    to="/compose/{-$id}"
                    params={newMessage}
                    search={{ group: group.id }}
                    aria-label={t('segments.writeTo', { name: group.name })}
                  >
                    <MessageSquarePlusIcon size={18} aria-hidden="true" />
                  </LinkIcon>
                )}
                <ActionIcon aria-label={t('groups.edit', { name: group.name })} onClick={() => setEdits(group)}>
                  <PencilIcon size={18} aria-hidden="true" />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('groups.remove', { name: group.name })}
                  onClick={() => remove(`/groups/${group.id}`, t('groups.removed', { name: group.name }))}
                >
                  <Trash2Icon size={18} aria-hidden="true" />
                </ActionIcon>
              </div>
            )}
          </li>
        ))}
      </ul>
      {edits && <EditGroup group={edits === 'new' ? undefined : edits} onClose={() => setEdits(undefined)} />}
    </Page>
  )
}

function EditGroup({ group, onClose }: { group: Group | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const refresh = useRefreshPeople()
  const [name, setName] = useState(group?.name ?? '')
  const [keyword, setKeyword] = useState(group?.keyword ?? '')
  const [tried, setTried] = useState(false)
  const word = keyword.trim()
  const save = useMutation({
    mutationFn: () =>
      group
        ? api(`/groups/${group.id}`, { name, keyword: word || null }, 'PATCH')
        : api('/groups', { name, ...(word && { keyword: word }) }),
    onSuccess: async () => {
      onClose()
      await refresh()
    },
  })
  const isShort = word.length === 1
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim() && !isShort) save.mutate()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(group ? 'groups.editTitle' : 'groups.add')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form className={css['form']} noValidate onSubmit={submit}>
        <TextInput
          label={t('groups.name')}
          data-autofocus
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={tried && !name.trim() && t('groups.missingName')}
        />
        <TextInput
          label={t('groups.keyword')}
          description={t('groups.keywordText')}
          maxLength={30}
          value={keyword}
          onChange={(event) => setKeyword(event.currentTarget.value)}
          error={tried && isShort && t('groups.shortKeyword')}
        />
        {save.error && <Failed error={save.error} />}
        <div className={css['end']}>
          <Button variant="filled" type="submit" loading={save.isPending}>
            {t('person.save')}
          </Button>
          <Button onClick={onClose}>{t('people.cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
