import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
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
        <SignInForm onDone={() => void client.resetQueries()} />
        <Languages />
      </div>
    </main>
  )
}

/** `email`: of whom the form is meant for, where that is known. */
export function SignInForm({ email, onDone }: { email?: string; onDone: () => void }) {
  const { t } = useTranslation()
  const signIn = useMutation({
    mutationFn: (form: FormData) => api('/auth/sign-in/email', Object.fromEntries(form)),
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
