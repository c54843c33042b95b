import type { KeptOfficeHours } from '@kurenda/contract'
import { ActionIcon, Button, Checkbox, NumberInput, TextInput } from '@mantine/core'
import { PlusIcon, XIcon } from 'lucide-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { formatDate, formatWeekday } from '../format.ts'
import { useToast } from '../toasts.tsx'
import { Form, useFieldErrors } from './form.tsx'
import css from './settings.module.css'

const days = [1, 2, 3, 4, 5, 6, 7]
/** The first of January 2024 was a Monday. */
const nameOf = (day: number) => formatWeekday(`2024-01-0${day}`, 'long')

/** When the office works, on which days it does not, and how soon it answers. */
export function OfficeHoursForm({ kept }: { kept: KeptOfficeHours }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const [given, setGiven] = useState(kept)
  const save = useMutation({
    mutationFn: () => api('/office-hours', given, 'PUT'),
    onSuccess: async () => {
      say(t('settings.saved'))
      await client.invalidateQueries({ queryKey: ['office-hours'] })
      await client.invalidateQueries({ queryKey: ['office-calendar'] })
    },
  })
  const wrong = useFieldErrors(save.error)
  const change = (at: number, part: Partial<KeptOfficeHours['opens'][number]>) =>
    setGiven({ ...given, opens: given.opens.map((one, i) => (i === at ? { ...one, ...part } : one)) })
  return (
    <Form quiet save={t('settings.save')} busy={save.isPending} error={save.error} onSave={() => save.mutate()}>
      <div className={css['hours']}>
        {days.flatMap((day) => {
          const stretches = given.opens.map((one, at) => ({ ...one, at })).filter((one) => one.day === day)
          const add = () => setGiven({ ...given, opens: [...given.opens, { day, from: '07:30', until: '15:30' }] })
          if (stretches.length === 0)
            return [
              <div key={day}>
                <span>{nameOf(day)}</span>
                <span className="muted">{t('settings.shut')}</span>
                <span />
                <span />
                <ActionIcon aria-label={t('settings.openOn', { day: nameOf(day) })} onClick={add}>
                  <PlusIcon size={18} aria-hidden="true" />
                </ActionIcon>
              </div>,
            ]
          return stretches.map(({ at, from, until }) => (
            <div key={at}>
              <span>{nameOf(day)}</span>
              <TextInput
                type="time"
                required
                aria-label={t('settings.opensAt', { day: nameOf(day) })}
                value={from}
                onChange={(event) => change(at, { from: event.currentTarget.value })}
              />
              <span aria-hidden="true">–</span>
              <TextInput
                type="time"
                required
                aria-label={t('settings.closesAt', { day: nameOf(day) })}
                value={until}
                error={from >= until && t('settings.notBefore')}
                onChange={(event) => change(at, { until: event.currentTarget.value })}
              />
              <ActionIcon
                aria-label={t('settings.shutOn', { day: nameOf(day) })}
                onClick={() => setGiven({ ...given, opens: given.opens.filter((_, i) => i !== at) })}
              >
                <XIcon size={18} aria-hidden="true" />
              </ActionIcon>
            </div>
          ))
        })}
      </div>
      <Checkbox
        label={t('settings.publicHolidays')}
        checked={given.publicHolidays}
        onChange={(event) => setGiven({ ...given, publicHolidays: event.currentTarget.checked })}
      />
      <ClosedDays days={given.closedOn} onChange={(closedOn) => setGiven({ ...given, closedOn })} />
      <NumberInput
        label={t('settings.firstResponse')}
        description={t('settings.firstResponseNote')}
        required
        min={1}
        max={1000}
        decimalScale={2}
        decimalSeparator=","
        hideControls
        error={wrong('firstResponseMinutes')}
        value={given.firstResponseMinutes / 60}
        onChange={(hours) => setGiven({ ...given, firstResponseMinutes: Math.round(Number(hours) * 60) })}
      />
    </Form>
  )
}

function ClosedDays({ days, onChange }: { days: readonly string[]; onChange: (days: string[]) => void }) {
  const { t } = useTranslation()
  const [day, setDay] = useState('')
  const add = () => {
    if (day !== '' && !days.includes(day)) onChange([...days, day].sort())
    setDay('')
  }
  return (
    <div className={css['form']}>
      <div className={css['save']}>
        <TextInput
          type="date"
          label={t('settings.closedOn')}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <Button onClick={add}>{t('settings.add')}</Button>
      </div>
      <ul className={css['days']}>
        {days.map((one) => (
          <li key={one} className="tag">
            {formatDate(one)}
            <ActionIcon
              size={24}
              aria-label={t('settings.removeDay', { day: formatDate(one) })}
              onClick={() => onChange(days.filter((other) => other !== one))}
            >
              <XIcon size={14} aria-hidden="true" />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </div>
  )
}
