import type { SignedIn, SignInWays } from '@kurenda/contract'
import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core'
import { FingerprintPatternIcon } from 'lucide-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '@kurenda/ui'
import { api, ApiProblem } from './api.ts'
import { Mark } from './brand.tsx'
import { Languages } from './languages.tsx'
import css from './sign-in.module.css'
import { useTitle } from './title.ts'

export function SignIn() {
  const { t } = useTranslation()
  const client = useQueryClient()
  useTitle(t('signIn.submit'))
  return (
    <main className={css['page']}>
      <div className={css['form']}>
        <Mark />
        <h1>{t('signIn.title')}</h1>
        <p>{t('signIn.lead')}</p>
        <Refused />
        <SignInForm onDone={() => void client.resetQueries()} />
        <Languages />
      </div>
    </main>
  )
}

/** Why the office's own sign-in sent somebody back. */
function Refused() {
  const { t } = useTranslation()
  const code = new URLSearchParams(location.search).get('refused')
  if (code === null) return null
  return <Failed text={t(code === 'provider-unknown-person' ? 'signIn.unknownPerson' : 'signIn.refused')} />
}

/** `email`: of whom the form is meant for, where that is known. A password first, and a code where one was set up. */
export function SignInForm({ email, onDone }: { email?: string; onDone: () => void }) {
  const [asksForCode, setAsksForCode] = useState(false)
  if (asksForCode) return <CodeForm onDone={onDone} onBack={() => setAsksForCode(false)} />
  return (
    <>
      <PasswordForm
        {...(email !== undefined && { email })}
        onDone={({ secondFactor }) => (secondFactor ? setAsksForCode(true) : onDone())}
      />
      <OtherWays onDone={onDone} />
    </>
  )
}

/** The code of the app, or one of those that were kept for a lost phone. */
function CodeForm({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const { t } = useTranslation()
  const [recovery, setRecovery] = useState(false)
  const enter = useMutation({
    mutationFn: (code: string) => api<SignedIn>('/auth/second-factor', { code, recovery }),
    onSuccess: onDone,
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = new FormData(event.currentTarget).get('code')
    if (typeof code === 'string') enter.mutate(code)
  }
  return (
    <form onSubmit={submit} className={css['form']}>
      <TextInput
        key={String(recovery)}
        label={t(recovery ? 'signIn.recoveryCode' : 'signIn.code')}
        description={t(recovery ? 'signIn.recoveryCodeNote' : 'signIn.codeNote')}
        name="code"
        {...(recovery ? { autoComplete: 'off' } : { autoComplete: 'one-time-code', inputMode: 'numeric' })}
        minLength={6}
        maxLength={40}
        required
        withAsterisk={false}
        autoFocus
      />
      {enter.error && <Failed text={enter.error.message} />}
      <Button type="submit" variant="filled" size="lg" loading={enter.isPending}>
        {t('signIn.submit')}
      </Button>
      <p className={css['ways']}>
        <Anchor component="button" type="button" onClick={() => setRecovery(!recovery)}>
          {t(recovery ? 'signIn.useCode' : 'signIn.useRecovery')}
        </Anchor>
        <Anchor component="button" type="button" onClick={onBack}>
          {t('signIn.back')}
        </Anchor>
      </p>
    </form>
  )
}

/** A passkey, or the sign-in of an office. Nothing where there is neither. */
function OtherWays({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const ways = useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: () => api<SignInWays>('/auth/ways'),
    staleTime: Infinity,
  })
  const enter = useMutation({
    mutationFn: async () => (await import('./passkey.ts')).signInByPasskey(),
    onSuccess: (signed) => signed && onDone(),
  })
  const { passkeys = false, providers = [] } = ways.data ?? {}
  if (!passkeys && providers.length === 0) return null
  return (
    <div className={css['others']}>
      {enter.error && <Failed text={enter.error.message} />}
      {passkeys && (
        <Button
          size="lg"
          leftSection={<FingerprintPatternIcon size={20} aria-hidden="true" />}
          loading={enter.isPending}
          onClick={() => enter.mutate()}
        >
          {t('signIn.passkey')}
        </Button>
      )}
      {providers.map(({ slug, organization, label }) => (
        <Button key={slug} size="lg" component="a" href={`/console-api/auth/oidc/${encodeURIComponent(slug)}`}>
          {providers.length > 1 ? t('signIn.providerOf', { label, organization }) : label}
        </Button>
      ))}
    </div>
  )
}

function PasswordForm({ email, onDone }: { email?: string; onDone: (signed: SignedIn) => void }) {
  const { t } = useTranslation()
  const signIn = useMutation({
    mutationFn: (form: FormData) => api<SignedIn>('/auth/sign-in/email', Object.fromEntries(form)),
    onSuccess: onDone,
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    signIn.mutate(new FormData(event.currentTarget))
  }
  return (
    <form onSubmit={submit} className={css['form']}>
      <TextInput
        label={t('signIn.email')}
        name="email"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        defaultValue={email}
        autoFocus={email === undefined}
      />
      <PasswordInput
        label={t('signIn.password')}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        autoFocus={email !== undefined}
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
      />
      {signIn.error && <Failed text={t(reason(signIn.error))} />}
      <Button type="submit" variant="filled" size="lg" loading={signIn.isPending}>
        {t('signIn.submit')}
      </Button>
    </form>
  )
}

function reason(error: Error) {
  const status = error instanceof ApiProblem ? error.status : undefined
  if (status === 0) return 'app.offline'
  if (status === 429) return 'signIn.tooMany'
  return status === 400 || status === 401 || status === 403 ? 'signIn.wrong' : 'app.failed'
}
