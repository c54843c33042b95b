import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiProblem } from './api.ts'
import { Mark } from './brand.tsx'
import { Languages } from './languages.tsx'
import { useTitle } from './title.ts'

export function SignIn() {
  const { t } = useTranslation()
  const client = useQueryClient()
  useTitle(t('signIn.submit'))
  const signIn = useMutation({
    mutationFn: (form: FormData) => api('/auth/sign-in/email', Object.fromEntries(form)),
    onSuccess: () => client.resetQueries(),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    signIn.mutate(new FormData(event.currentTarget))
  }
  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <Mark />
        <h1>{t('signIn.title')}</h1>
        <p>{t('signIn.lead')}</p>
        <label>
          {t('signIn.email')}
          <input name="email" type="email" autoComplete="username" required autoFocus />
        </label>
        <label>
          {t('signIn.password')}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {signIn.error && (
          <div className="error" role="alert">
            <p>{t(reason(signIn.error))}</p>
          </div>
        )}
        <button className="primary big" disabled={signIn.isPending}>
          {t('signIn.submit')}
        </button>
        <Languages />
      </form>
    </main>
  )
}

function reason(error: Error) {
  const status = error instanceof ApiProblem ? error.status : undefined
  if (status === 0) return 'app.offline'
  if (status === 429) return 'signIn.tooMany'
  return status === 400 || status === 401 || status === 403 ? 'signIn.wrong' : 'app.failed'
}
