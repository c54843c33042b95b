import type { ContactField, FieldType } from '@kurenda/contract'
import { Empty, Page } from '@kurenda/ui'
import { ActionIcon, Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { PencilIcon, PlusIcon, Trash2Icon } from 'lucide-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { fieldsQuery } from '../compose/queries.ts'
import { Failed } from '../failed.tsx'
import { Loading } from '../loading.tsx'
import { useMay } from '../me.ts'
import { useTitle } from '../title.ts'
import css from './form.module.css'
import list from './lines.module.css'
import { useRemoval } from './removal.ts'
import { useRefreshPeople } from './save.ts'
import { PeopleHead } from './tabs.tsx'

const types = ['text', 'number', 'date', 'yes_no', 'choice'] as const satisfies readonly FieldType[]

/** What the office keeps of each person besides name and number. */
export function Fields() {
  const { t } = useTranslation()
  const may = useMay()
  useTitle(t('people.fields'))
  const fields = useQuery(fieldsQuery)
  const [edits, setEdits] = useState<ContactField | 'new'>()
  const { isGone, remove } = useRemoval()
  const all = (fields.data?.items ?? []).filter(({ id }) => !isGone(`/contact-fields/${id}`))
  const add = may('contacts:write') && (
    <Button leftSection={<PlusIcon size={18} aria-hidden="true" />} onClick={() => setEdits('new')}>
      {t('fields.add')}
    </Button>
  )
  return (
    <Page>
      <PeopleHead title={t('people.fields')} note={t('fields.note')} actions={all.length > 0 && add} />
      {fields.isPending && <Loading rows={4} />}
      {fields.error && <Failed error={fields.error} retry={() => void fields.refetch()} />}
      {fields.isSuccess && all.length === 0 && (
        <Empty title={t('fields.empty')} action={add}>
          {t('fields.emptyText')}
        </Empty>
      )}
      <ul className={`rows ${list['lines']}`}>
        {all.map((field) => (
          <li key={field.id}>
            <div>
              <h2>{field.label}</h2>
              <p className="muted">
                {t(`fields.type.${field.type}`)}
                {field.type === 'choice' && `: ${field.choices.join(', ')}`} ·{' '}
                {t('fields.variable', { variable: `{{ ${field.key} }}` })}
              </p>
            </div>
            {may('contacts:write') && (
              <div className={list['acts']}>
                <ActionIcon aria-label={t('fields.edit', { name: field.label })} onClick={() => setEdits(field)}>
                  <PencilIcon size={18} aria-hidden="true" />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('fields.remove', { name: field.label })}
                  onClick={() => remove(`/contact-fields/${field.id}`, t('fields.removed', { name: field.label }))}
                >
                  <Trash2Icon size={18} aria-hidden="true" />
                </ActionIcon>
              </div>
            )}
          </li>
        ))}
      </ul>
      {edits && <EditField field={edits === 'new' ? undefined : edits} onClose={() => setEdits(undefined)} />}
    </Page>
  )
}

function EditField({ field, onClose }: { field: ContactField | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const refresh = useRefreshPeople()
  const [label, setLabel] = useState(field?.label ?? '')
  const [type, setType] = useState<FieldType>(field?.type ?? 'text')
  const [lines, setLines] = useState(field?.choices.join('\n') ?? '')
  const [tried, setTried] = useState(false)
  const choices = lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const missesChoices = type === 'choice' && choices.length === 0
  const save = useMutation({
    mutationFn: () => {
      const chosen = type === 'choice' && { choices }
      return field
        ? api(`/contact-fields/${field.id}`, { label, ...chosen }, 'PATCH')
        : api('/contact-fields', { label, type, ...chosen })
    },
    onSuccess: async () => {
      onClose()
      await refresh()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (label.trim() && !missesChoices) save.mutate()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(field ? 'fields.editTitle' : 'fields.add')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form className={css['form']} noValidate onSubmit={submit}>
        <TextInput
          label={t('fields.label')}
          data-autofocus
          maxLength={100}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          error={tried && !label.trim() && t('fields.missingLabel')}
        />
        {!field && (
          <NativeSelect
            label={t('fields.type')}
            value={type}
            onChange={(event) => setType(event.currentTarget.value as FieldType)}
            data={types.map((value) => ({ value, label: t(`fields.type.${value}`) }))}
          />
        )}
        {type === 'choice' && (
          <Textarea
            label={t('fields.choices')}
            description={t('fields.choicesText')}
            autosize
            minRows={3}
            maxRows={10}
            value={lines}
            onChange={(event) => setLines(event.currentTarget.value)}
            error={tried && missesChoices && t('fields.missingChoices')}
          />
        )}
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
