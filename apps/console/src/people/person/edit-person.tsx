import type { Contact } from '@kurenda/contract'
import { Notice } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '../../api.ts'
import { fieldsQuery } from '../../compose/queries.ts'
import { Failed } from '../../failed.tsx'
import { formatPhone } from '../../format.ts'
import { useToast } from '../../toasts.tsx'
import css from '../form.module.css'
import { useRefreshPeople } from '../save.ts'
import { labelOf } from './details.tsx'
import { Inputs, isBeside } from './inputs.tsx'
import { changesOf, valuesOf } from './values.ts'

/** The form of a person. Whoever changed them meanwhile is not overwritten unseen: what they changed is shown first. */
export function EditPerson({ person, onDone }: { person: Contact; onDone: () => void }) {
  const { t } = useTranslation()
  const say = useToast()
  const refresh = useRefreshPeople()
  const [base, setBase] = useState(person)
  const [values, setValues] = useState(() => valuesOf(person))
  const [theirs, setTheirs] = useState<Contact>()
  const changes = changesOf(valuesOf(base), values)
  const save = useMutation({
    mutationFn: (version: number) => api<Contact>(`/contacts/${person.id}`, { version, ...changes }, 'PATCH'),
    onSuccess: async () => {
      say(t('person.saved'))
      onDone()
      await refresh()
    },
    onError: async (error) => {
      if (isProblem(error, 'contact-changed')) setTheirs(await api<Contact>(`/contacts/${person.id}`))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (Object.keys(changes).length === 0) onDone()
    else save.mutate((theirs ?? base).version)
  }
  return (
    <form className={css['form']} noValidate onSubmit={submit} aria-label={t('person.edit')}>
      {theirs && (
        <Conflict
          before={base}
          theirs={theirs}
          onTake={() => {
            setBase(theirs)
            setValues(valuesOf(theirs))
            setTheirs(undefined)
            save.reset()
          }}
        />
      )}
      <Inputs values={values} onChange={setValues} error={save.error} />
      {save.error && !isBeside(save.error) && <Failed error={save.error} />}
      <div className={css['end']}>
        <Button variant="filled" type="submit" loading={save.isPending}>
          {t(theirs ? 'person.saveAnyway' : 'person.save')}
        </Button>
        <Button onClick={onDone}>{t('people.cancel')}</Button>
      </div>
    </form>
  )
}

/** What somebody else changed since the form was opened. */
function Conflict({ before, theirs, onTake }: { before: Contact; theirs: Contact; onTake: () => void }) {
  const { t } = useTranslation()
  const fields = useQuery(fieldsQuery).data?.items ?? []
  const { name, language, phones, emails, fields: own = {} } = changesOf(valuesOf(before), valuesOf(theirs))
  const lines = [
    ...(name === undefined ? [] : [{ label: t('person.name'), value: name }]),
    ...(language === undefined ? [] : [{ label: t('people.language'), value: t(`people.language.${language}`) }]),
    ...(phones === undefined ? [] : [{ label: t('person.phone'), value: phones.map(formatPhone).join(', ') }]),
    ...(emails === undefined ? [] : [{ label: t('person.email'), value: emails.join(', ') }]),
    ...Object.entries(own).map(([key, value]) => ({ label: labelOf(key, fields), value: String(value) })),
  ]
  return (
    <Notice>
      <div role="alert">
        <p>{t('person.conflict')}</p>
        <ul>
          {lines.map(({ label, value }) => (
            <li key={label}>
              {label}: <b>{value || t('person.emptied')}</b>
            </li>
          ))}
        </ul>
        <p>{t('person.conflictText')}</p>
      </div>
      <Button onClick={onTake}>{t('person.takeTheirs')}</Button>
    </Notice>
  )
}
