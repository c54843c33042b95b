import type { SendingRules } from '@kurenda/contract'
import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { useToast } from '../toasts.tsx'
import { Form, useFieldErrors } from './form.tsx'
import css from './settings.module.css'

/** Quiet hours, time zone, the undo window, and from how many people on a second one approves. */
export function SendingRulesForm({ kept }: { kept: SendingRules }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const [given, setGiven] = useState(kept)
  const save = useMutation({
    mutationFn: () => api('/sending-rules', given, 'PUT'),
    onSuccess: async () => {
      say(t('settings.saved'))
      await Promise.all(['sending-rules', 'me'].map((key) => client.invalidateQueries({ queryKey: [key] })))
    },
  })
  const wrong = useFieldErrors(save.error)
  return (
    <Form quiet save={t('settings.save')} busy={save.isPending} error={save.error} onSave={() => save.mutate()}>
      <div className={css['pair']}>
        <TextInput
          type="time"
          label={t('settings.quietFrom')}
          required
          error={wrong('quietFrom')}
          value={given.quietFrom}
          onChange={(event) => setGiven({ ...given, quietFrom: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label={t('settings.quietUntil')}
          required
          error={wrong('quietUntil')}
          value={given.quietUntil}
          onChange={(event) => setGiven({ ...given, quietUntil: event.currentTarget.value })}
        />
      </div>
      <NativeSelect
        label={t('settings.timeZone')}
        error={wrong('timeZone')}
        value={given.timeZone}
        onChange={(event) => setGiven({ ...given, timeZone: event.currentTarget.value })}
        data={[...new Set([given.timeZone, ...Intl.supportedValuesOf('timeZone')])]}
      />
      <NumberInput
        label={t('settings.approvalFrom')}
        description={t('settings.approvalFromNote')}
        min={1}
        max={100_000_000}
        allowDecimal={false}
        hideControls
        error={wrong('approvalFrom')}
        value={given.approvalFrom ?? ''}
        onChange={(value) => setGiven({ ...given, approvalFrom: value === '' ? null : Number(value) })}
      />
      <NumberInput
        label={t('settings.undoSeconds')}
        required
        min={0}
        max={600}
        allowDecimal={false}
        hideControls
        error={wrong('undoSeconds')}
        value={given.undoSeconds}
        onChange={(value) => setGiven({ ...given, undoSeconds: Number(value) })}
      />
    </Form>
  )
}
