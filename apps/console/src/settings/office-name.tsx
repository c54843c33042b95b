import { NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { languageNames } from '../languages.tsx'
import { languages } from '../i18n/index.ts'
import { useMe } from '../me.ts'
import { useToast } from '../toasts.tsx'
import { Form, useFieldErrors } from './form.tsx'

/** What the office is called, and in what it speaks where nobody chose. */
export function OfficeName() {
  const { t } = useTranslation()
  const { organization } = useMe()
  const client = useQueryClient()
  const say = useToast()
  const [name, setName] = useState(organization.name)
  const [language, setLanguage] = useState(organization.language)
  const save = useMutation({
    mutationFn: () => api('/organization', { name, language }, 'PATCH'),
    onSuccess: async () => {
      say(t('settings.saved'))
      await client.invalidateQueries({ queryKey: ['me'] })
    },
  })
  const wrong = useFieldErrors(save.error)
  return (
    <Form quiet save={t('settings.save')} busy={save.isPending} error={save.error} onSave={() => save.mutate()}>
      <TextInput
        label={t('settings.officeName')}
        description={t('settings.officeNameNote')}
        required
        maxLength={120}
        error={wrong('name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('settings.officeLanguage')}
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value === 'en' ? 'en' : 'pl')}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
      />
    </Form>
  )
}
