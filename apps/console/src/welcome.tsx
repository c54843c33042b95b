import type { Acceptance, LinkAnswer } from '@kurenda/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from './api.ts'
import { Mark } from './brand.tsx'
import { Failed } from './failed.tsx'
import { Languages } from './languages.tsx'
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
    <main className="sign-in">
      {link.isPending && <p>{t('app.loading')}</p>}
      {link.error && (
        <div className="form">
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
    <form onSubmit={submit}>
      <Mark />
      <h1>{isInvitation ? t('welcome.title', { organization: link.organization }) : t('welcome.reset')}</h1>
      <p>{t(isKnown ? 'welcome.known' : isInvitation ? 'welcome.lead' : 'welcome.resetLead')}</p>
      {isInvitation && !isKnown && (
        <label>
          {t('welcome.name')}
          <input name="name" autoComplete="name" maxLength={120} required autoFocus defaultValue={link.name ?? ''} />
        </label>
      )}
      {link.email === null ? (
        <label>
          {t('signIn.email')}
          <input name="email" type="email" autoComplete="username" required />
        </label>
      ) : (
        <p className="meta">
          {t('signIn.email')}: <strong>{link.email}</strong>
        </p>
      )}
      <label>
        {t(isKnown ? 'signIn.password' : 'welcome.password')}
        <input
          name="password"
          type="password"
          autoComplete={isKnown ? 'current-password' : 'new-password'}
          minLength={isKnown ? 1 : 12}
          maxLength={128}
          aria-describedby={isKnown ? undefined : 'password-rule'}
          required
        />
      </label>
      {!isKnown && (
        <p className="meta" id="password-rule">
          {t('welcome.rule')}
        </p>
      )}
      {accept.error && <Failed error={accept.error} />}
      <button className="primary big" disabled={accept.isPending}>
        {t('welcome.submit')}
      </button>
      <Languages />
    </form>
  )
}
