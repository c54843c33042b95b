import type { Contact } from '@kurenda/contract'
import { Page, PageHead } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { Failed } from '../../failed.tsx'
import { LinkButton } from '../../link-button.tsx'
import { useTitle } from '../../title.ts'
import css from '../form.module.css'
import { useRefreshPeople } from '../save.ts'
import { Inputs, isBeside } from './inputs.tsx'
import { nothing } from './values.ts'

/** A new person; a phone alone is enough. */
export function AddPerson() {
  const { t } = useTranslation()
  useTitle(t('people.add'))
  const navigate = useNavigate()
  const refresh = useRefreshPeople()
  const [values, setValues] = useState(nothing)
  const [tried, setTried] = useState(false)
  const phones = values.phones.filter((phone) => phone.trim())
  const emails = values.emails.filter((email) => email.trim())
  const misses = !values.name.trim() && phones.length + emails.length === 0
  const add = useMutation({
    mutationFn: () =>
      api<Contact>('/contacts', {
        ...(values.name.trim() && { name: values.name.trim() }),
        language: values.language,
        phones,
        emails,
        fields: values.fields,
      }),
    onSuccess: async ({ id }) => {
      await navigate({ to: '/people/$id', params: { id: String(id) } })
      await refresh()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!misses) add.mutate()
  }
  return (
    <Page>
      <PageHead crumb={<Link to="/people">{t('nav.people')}</Link>} title={t('people.add')} note={t('person.enough')} />
      <form className={`${css['form']} ${css['narrow']}`} noValidate onSubmit={submit}>
        <Inputs values={values} onChange={setValues} error={add.error} />
        {tried && misses && <Failed error={new Error(t('person.missing'))} />}
        {add.error && !isBeside(add.error) && <Failed error={add.error} />}
        <div className={css['end']}>
          <Button variant="filled" type="submit" loading={add.isPending}>
            {t('person.save')}
          </Button>
          <LinkButton to="/people">{t('people.cancel')}</LinkButton>
        </div>
      </form>
    </Page>
  )
}
