import type { Acceptance, LinkAnswer } from '@kurenda/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from './api.ts'
import { Mark } from './brand.tsx'
import { Failed } from './failed.tsx'
import { Languages } from './languages.tsx'
import css from './sign-in.module.css'
import { Loading } from './loading.tsx'
import { useTitle } from './title.ts'

/** Where a one-time link leads: an invitation, or a new password. The token stays in the fragment, which no server sees. */
export function Welcome({ token }: { token: string }) {
  const { t } = useTranslation()
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: () => api<LinkAnswer>('/auth/link', { token }),
    retry: false,
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  })
  useTitle(t('welcome.page'))
  return (
    <main className={css['page']}>
      {link.isPending && <Loading />}
      {link.error && (
        <div className={css['form']}>
          <Mark />
          <h1>{t('welcome.page')}</h1>
          <Failed error={link.error} />
          <p>
            <a href="/console/">{t('welcome.toSignIn')}</a>
          </p>
        </div>
      )}
      {link.data && <Accept token={token} link={link.data} />}
    </main>
  )
}

function Accept({ token, link }: { token: string; link: LinkAnswer }) {
  const { t } = useTranslation()
  const isInvitation = link.is === 'invitation'
  const accept = useMutation({
    mutationFn: async (form: FormData) => {
      const given = Object.fromEntries(form) as Omit<Acceptance, 'token'>
      await api(isInvitation ? '/auth/accept-invitation' : '/auth/reset-password', { token, ...given })
      const email = link.email ?? given.email
      await api('/auth/sign-in/email', { email, password: given.password })
    },
    // From here on they are signed in; the spent token goes out of the address.
    onSuccess: () => location.replace('/console/'),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    accept.mutate(new FormData(event.currentTarget))
  }
  const isKnown = isInvitation && link.known
  return (
    <form onSubmit={submit} className={css['form']}>
      <Mark />
      <h1>{isInvitation ? t('welcome.title', { organization: link.organization }) : t('welcome.reset')}</h1>
      <p>{t(isKnown ? 'welcome.known' : isInvitation ? 'welcome.lead' : 'welcome.resetLead')}</p>
      {isInvitation && !isKnown && (
        <TextInput
          label={t('welcome.name')}
          name="name"
          autoComplete="name"
          maxLength={120}
          required
          withAsterisk={false}
          autoFocus
          defaultValue={link.name ?? ''}
        />
      )}
      {link.email === null ? (
        <TextInput
          label={t('signIn.email')}
          name="email"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
        />
      ) : (
        <p className="muted">
          {t('signIn.email')}: <strong>{link.email}</strong>
        </p>
      )}
      <PasswordInput
        label={t(isKnown ? 'signIn.password' : 'welcome.password')}
        description={isKnown ? undefined : t('welcome.rule')}
        name="password"
        autoComplete={isKnown ? 'current-password' : 'new-password'}
        minLength={isKnown ? 1 : 12}
        maxLength={128}
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
      />
      {accept.error && <Failed error={accept.error} />}
      <Button type="submit" variant="filled" size="lg" loading={accept.isPending}>
        {t('welcome.submit')}
      </Button>
      <Languages />
    </form>
  )
}
