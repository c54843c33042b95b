import type { IdentityProviderCheck, IdentityProviderSettings } from '@kurenda/contract'
import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '../api.ts'
import { Failed } from '../failed.tsx'
import { Loading } from '../loading.tsx'
import { useToast } from '../toasts.tsx'
import { Form, useFieldErrors } from './form.tsx'

/** Sign-in with the accounts that the office has already (OpenID Connect). */
export function IdentityProviderForm() {
  const { t } = useTranslation()
  const kept = useQuery({
    queryKey: ['identity-provider'],
    queryFn: () => api<IdentityProviderSettings>('/identity-provider'),
  })
  return (
    <section aria-labelledby="provider">
      <h2 className="head" id="provider">
        {t('provider.title')}
      </h2>
      <p className="muted">{t('provider.note')}</p>
      {kept.error && <Failed error={kept.error} retry={() => void kept.refetch()} />}
      {!kept.data && !kept.error && <Loading />}
      {kept.data && <Fields key={kept.data.provider?.issuer ?? ''} kept={kept.data} />}
    </section>
  )
}

function Fields({ kept }: { kept: IdentityProviderSettings }) {
  const { t } = useTranslation()
  const say = useToast()
  const client = useQueryClient()
  const { provider } = kept
  const [given, setGiven] = useState(provider ?? { label: '', issuer: '', clientId: '', enabled: true })
  const [clientSecret, setClientSecret] = useState('')
  const changed = () => client.invalidateQueries({ queryKey: ['identity-provider'] })
  const save = useMutation({
    mutationFn: async () => {
      await api('/identity-provider', { ...given, ...(clientSecret !== '' && { clientSecret }) }, 'PUT')
      return api<IdentityProviderCheck>('/identity-provider/check', {})
    },
    onSuccess: async ({ works, inside: host }) => {
      if (host === null) say(t(works ? 'provider.saved' : 'provider.silent'))
      else say(t('provider.inside', { host }))
      setClientSecret('')
      await changed()
    },
  })
  const remove = useMutation({
    mutationFn: () => api('/identity-provider', undefined, 'DELETE'),
    onSuccess: async () => {
      say(t('provider.removed'))
      await changed()
    },
    onError: (error) => say(error.message),
  })
  const wrong = useFieldErrors(save.error)
  // A sentence of its own is said beside the field that it is about.
  const issuerError =
    isProblem(save.error, 'issuer-inside') || isProblem(save.error, 'issuer-insecure') ? save.error : null
  const isKept = provider !== null && provider.issuer === given.issuer
  const text = (field: 'label' | 'issuer' | 'clientId', more: { type?: string; description?: string } = {}) => (
    <TextInput
      label={t(`provider.${field}`)}
      {...more}
      required
      maxLength={field === 'label' ? 60 : 300}
      error={field === 'issuer' && issuerError ? issuerError.message : wrong(field)}
      value={given[field]}
      onChange={(event) => setGiven({ ...given, [field]: event.currentTarget.value })}
    />
  )
  return (
    <Form
      quiet
      save={t('settings.save')}
      busy={save.isPending}
      error={issuerError ? null : save.error}
      onSave={() => save.mutate()}
      beside={
        provider && (
          <Button variant="subtle" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('provider.remove')}
          </Button>
        )
      }
    >
      <TextInput label={t('provider.redirect')} readOnly value={kept.redirectUri} />
      {text('label', { description: t('provider.labelNote') })}
      {text('issuer', { type: 'url' })}
      {text('clientId')}
      <PasswordInput
        label={t('provider.clientSecret')}
        description={isKept ? t('settings.secretKept') : undefined}
        required={!isKept}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        error={wrong('clientSecret')}
        value={clientSecret}
        onChange={(event) => setClientSecret(event.currentTarget.value)}
      />
      <Checkbox
        label={t('provider.enabled')}
        checked={given.enabled}
        onChange={(event) => setGiven({ ...given, enabled: event.currentTarget.checked })}
      />
    </Form>
  )
}
