import type { Unit } from '@kurenda/contract'
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { useMay } from '../me.ts'
import { useToast } from '../toasts.tsx'
import { unitsQuery } from './queries.ts'
import css from './settings.module.css'

/** The departments of the office. */
export function Units() {
  const { t } = useTranslation()
  const may = useMay()
  const say = useToast()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const units = useQuery(unitsQuery)
  const again = () => client.invalidateQueries({ queryKey: ['units'] })
  const add = useMutation({
    mutationFn: () => api('/units', { name }),
    onSuccess: () => {
      setName('')
      return again()
    },
  })
  const remove = useMutation({
    mutationFn: (unit: Unit) => api(`/units/${unit.id}`, undefined, 'DELETE'),
    onSuccess: (_, unit) => {
      say(t('settings.removed', { name: unit.name }))
      return again()
    },
    onError: (error) => say(error.message),
  })
  const manages = may('units:manage')
  return (
    <section aria-labelledby="units">
      <h2 className="head" id="units">
        {t('settings.units')}
      </h2>
      {units.error && <Failed error={units.error} retry={() => void units.refetch()} />}
      {units.data?.length === 0 && <p className="muted">{t('settings.noUnits')}</p>}
      <ul className={`rows ${css['list']}`}>
        {units.data?.map((unit) => (
          <li key={unit.id}>
            <div>
              {unit.name} <span className="muted num">{t('settings.staffCount', { count: unit.staff })}</span>
            </div>
            {manages && (
              <Button aria-label={`${t('settings.remove')}: ${unit.name}`} onClick={() => remove.mutate(unit)}>
                {t('settings.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {manages && (
        <form
          className={css['save']}
          onSubmit={(event) => {
            event.preventDefault()
            if (!add.isPending) add.mutate()
          }}
        >
          <TextInput
            aria-label={t('settings.unitName')}
            placeholder={t('settings.unitName')}
            required
            maxLength={120}
            value={name}
            error={add.error?.message}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit">{t('settings.add')}</Button>
        </form>
      )}
    </section>
  )
}
