import { isColour, legibility, legible, legibleOf } from '@kurenda/contract/colour'
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { languageNames } from '../languages.tsx'
import { languages } from '../i18n/index.ts'
import { useMe } from '../me.ts'
import { useToast } from '../toasts.tsx'
import { Form, useFieldErrors } from './form.tsx'
import css from './settings.module.css'

/** Kurenda's own colour. */
const own = '#0f5e68'

/** What the office is called, in what it speaks where nobody chose, and its colour. */
export function OfficeName() {
  const { t } = useTranslation()
  const { organization } = useMe()
  const client = useQueryClient()
  const say = useToast()
  const [name, setName] = useState(organization.name)
  const [language, setLanguage] = useState(organization.language)
  const [colour, setColour] = useState(organization.brand.colour)
  const save = useMutation({
    mutationFn: () => api('/organization', { name, language, colour }, 'PATCH'),
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
      <Checkbox
        label={t('settings.ownColour')}
        checked={colour !== null}
        onChange={(event) => setColour(event.currentTarget.checked ? (organization.brand.colour ?? own) : null)}
      />
      {colour !== null && <Colour value={colour} onChange={setColour} />}
    </Form>
  )
}

/** Says at once whether words can be read in the colour, and offers the nearest one in which they can. */
function Colour({ value, onChange }: { value: string; onChange: (colour: string) => void }) {
  const { t } = useTranslation()
  const known = isColour(value) ? value.toLowerCase() : undefined
  const ratio = known === undefined ? 0 : legibility(known)
  const nearest = known !== undefined && ratio < legible ? legibleOf(known) : undefined
  const told = ratio.toFixed(1).replace('.', t('settings.decimal'))
  return (
    <div className={css['colour']}>
      <TextInput
        label={t('settings.colour')}
        description={t('settings.colourNote')}
        required
        maxLength={7}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        rightSection={
          <input
            type="color"
            aria-label={t('settings.pickColour')}
            className={css['pick']}
            value={known ?? own}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        }
        error={
          known === undefined
            ? t('settings.noColour')
            : nearest !== undefined && t('settings.tooLight', { ratio: told })
        }
      />
      {nearest !== undefined ? (
        <Button onClick={() => onChange(nearest)}>{t('settings.nearest', { colour: nearest })}</Button>
      ) : (
        known !== undefined && (
          <p className="muted" role="status">
            {t('settings.readable', { ratio: told })}
          </p>
        )
      )}
    </div>
  )
}
