import type { KeptOfficeHours } from '@kurenda/contract'
import { Checkbox, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { useToast } from '../toasts.tsx'
import { Form } from './form.tsx'
import { officeHoursQuery, templatesOfQuery } from './queries.ts'

/** What is said while the office is closed, and to answers that nobody reads. */
export function AutomaticAnswers() {
  const { t } = useTranslation()
  const hours = useQuery(officeHoursQuery).data
  return (
    <section aria-labelledby="automatic">
      <h2 className="head" id="automatic">
        {t('settings.automatic')}
      </h2>
      {hours && <Fields key={hours.version} kept={hours} />}
    </section>
  )
}

function Fields({ kept }: { kept: KeptOfficeHours }) {
  const { t } = useTranslation()
  const say = useToast()
  const client = useQueryClient()
  const [given, setGiven] = useState(kept)
  const save = useMutation({
    mutationFn: () => api<KeptOfficeHours>('/office-hours', given, 'PUT'),
    onSuccess: async () => {
      say(t('settings.saved'))
      await client.invalidateQueries({ queryKey: ['office-hours'] })
    },
  })
  return (
    <Form quiet save={t('settings.save')} busy={save.isPending} error={save.error} onSave={() => save.mutate()}>
      <Checkbox
        label={t('settings.answerWhenClosed')}
        description={t('settings.answerWhenClosedNote')}
        checked={given.answerWhenClosed}
        onChange={(event) => setGiven({ ...given, answerWhenClosed: event.currentTarget.checked })}
      />
      <TemplateChoice
        kind="out_of_hours"
        label={t('settings.outOfHours')}
        value={given.outOfHoursTemplate}
        onChange={(outOfHoursTemplate) => setGiven({ ...given, outOfHoursTemplate })}
      />
      <TemplateChoice
        kind="no_reply"
        label={t('settings.noReply')}
        value={given.noReplyTemplate}
        onChange={(noReplyTemplate) => setGiven({ ...given, noReplyTemplate })}
      />
    </Form>
  )
}

function TemplateChoice(props: {
  kind: 'out_of_hours' | 'no_reply'
  label: string
  value: number | null
  onChange: (template: number | null) => void
}) {
  const { t } = useTranslation()
  const templates = useQuery(templatesOfQuery(props.kind, false)).data ?? []
  return (
    <NativeSelect
      label={props.label}
      value={props.value ?? ''}
      onChange={(event) => props.onChange(event.currentTarget.value === '' ? null : Number(event.currentTarget.value))}
      data={[
        { value: '', label: t('settings.builtIn') },
        ...templates.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
    />
  )
}
