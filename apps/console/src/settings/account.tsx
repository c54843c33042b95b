import { PasswordInput, SegmentedControl, TextInput, useMantineColorScheme } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Languages } from '../languages.tsx'
import { useMe } from '../me.ts'
import { useToast } from '../toasts.tsx'
import { Form } from './form.tsx'
import { Frame } from './frame.tsx'
import { Security } from './security.tsx'

/** Who one is here: name, password and what protects it, language and look. */
export function Account() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Frame section="account">
      <Name />
      <section aria-labelledby="password">
        <h2 className="head" id="password">
          {t('settings.password')}
        </h2>
        <Password />
      </section>
      <Security />
      <section aria-labelledby="look">
        <h2 className="head" id="look">
          {t('palette.look')}
        </h2>
        <div>
          <Languages />
        </div>
        <div>
          <SegmentedControl
            aria-label={t('app.theme')}
            value={colorScheme}
            onChange={(value) => setColorScheme(value)}
            data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`app.theme.${value}`) }))}
          />
        </div>
      </section>
    </Frame>
  )
}

function Name() {
  const { t } = useTranslation()
  const me = useMe()
  const client = useQueryClient()
  const say = useToast()
  const [name, setName] = useState(me.user.name)
  const save = useMutation({
    mutationFn: () => api('/me', { name }, 'PATCH'),
    onSuccess: async () => {
      say(t('settings.saved'))
      await client.invalidateQueries({ queryKey: ['me'] })
    },
  })
  return (
    <Form quiet save={t('settings.save')} busy={save.isPending} error={save.error} onSave={() => save.mutate()}>
      <TextInput
        label={t('welcome.name')}
        description={me.user.email}
        required
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Form>
  )
}

function Password() {
  const { t } = useTranslation()
  const say = useToast()
  const [given, setGiven] = useState({ currentPassword: '', newPassword: '' })
  const save = useMutation({
    mutationFn: () => api('/auth/change-password', given),
    onSuccess: () => {
      say(t('settings.passwordChanged'))
      setGiven({ currentPassword: '', newPassword: '' })
    },
  })
  return (
    <Form
      quiet
      save={t('settings.changePassword')}
      busy={save.isPending}
      error={save.error}
      onSave={() => save.mutate()}
    >
      <PasswordInput
        label={t('settings.currentPassword')}
        autoComplete="current-password"
        required
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        value={given.currentPassword}
        onChange={(event) => setGiven({ ...given, currentPassword: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('welcome.password')}
        description={t('welcome.rule')}
        autoComplete="new-password"
        required
        minLength={12}
        maxLength={128}
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        value={given.newPassword}
        onChange={(event) => setGiven({ ...given, newPassword: event.currentTarget.value })}
      />
    </Form>
  )
}
