import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiProblem } from './api.ts'

export function SignIn() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    setBusy(true)
    try {
      await api('/auth/sign-in/email', { email: data.get('email'), password: data.get('password') })
      await client.invalidateQueries()
    } catch (problem) {
      const refused = problem instanceof ApiProblem && problem.status === 401
      setError(refused || !(problem instanceof Error) ? t('signIn.wrong') : problem.message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className="sign-in">
      <form onSubmit={(event) => void submit(event)}>
        <span className="house" aria-hidden="true" />
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
        {error !== undefined && (
          <p className="error" role="alert">
            {error}
          </p>
        )}
        <button className="primary" disabled={busy}>
          {t('signIn.submit')}
        </button>
      </form>
    </main>
  )
}
