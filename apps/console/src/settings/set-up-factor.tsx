import type { SecondFactorOffer } from '@kurenda/contract'
import { Button, CopyButton, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { useToast } from '../toasts.tsx'
import { Form } from './form.tsx'
import css from './settings.module.css'

/** Reads anew how one signs in. */
export function useChangedSecurity() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['security'] })
}

interface SettingUp {
  onDone: () => void
  /** Beside the buttons, as long as nothing has been set up. */
  beside?: ReactNode
  /** Before the password is asked for. */
  lead?: ReactNode
}

/** Password, picture, code, and the codes for a lost phone: what was shown is on only when a code fitted. */
export function SetUpCode({ onDone, beside, lead }: SettingUp) {
  const { t } = useTranslation()
  const changed = useChangedSecurity()
  const [code, setCode] = useState('')
  const begin = useMutation({
    mutationFn: (password: string) => api<SecondFactorOffer>('/auth/second-factor/begin', { password }),
  })
  const confirm = useMutation({
    mutationFn: () => api('/auth/second-factor/confirm', { code }),
    onSuccess: changed,
  })
  const offer = begin.data
  return (
    <>
      {!offer && lead}
      {!offer && <Proof mutation={begin} go={t('security.next')} beside={beside} />}
      {offer && !confirm.isSuccess && (
        <Form
          save={t('security.turnOn')}
          busy={confirm.isPending}
          error={confirm.error}
          beside={beside}
          onSave={() => confirm.mutate()}
        >
          <p>{t('security.scan')}</p>
          <img
            className={css['qr']}
            alt={t('security.qr')}
            src={`data:image/svg+xml,${encodeURIComponent(offer.qr)}`}
            width={200}
            height={200}
          />
          <details>
            <summary>{t('security.byHand')}</summary>
            <p>
              <code className={css['code']}>{new URL(offer.uri).searchParams.get('secret')}</code>
            </p>
          </details>
          <TextInput
            label={t('signIn.code')}
            description={t('signIn.codeNote')}
            autoComplete="one-time-code"
            inputMode="numeric"
            data-autofocus
            required
            minLength={6}
            maxLength={12}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        </Form>
      )}
      {offer && confirm.isSuccess && <Codes codes={offer.recoveryCodes} onDone={onDone} />}
    </>
  )
}

/** A name for the device and the password; the browser asks for the rest. */
export function SetUpPasskey({ onDone, beside }: SettingUp) {
  const { t } = useTranslation()
  const say = useToast()
  const changed = useChangedSecurity()
  const [name, setName] = useState('')
  const add = useMutation({
    mutationFn: async (password: string) => (await import('../passkey.ts')).makePasskey({ name, password }),
    onSuccess: async (made) => {
      if (!made) return
      say(t('security.passkeyMade', { name }))
      onDone()
      await changed()
    },
  })
  return (
    <div className={css['form']}>
      <TextInput
        label={t('security.passkeyName')}
        description={t('security.passkeyNameNote')}
        data-autofocus
        required
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Proof mutation={add} go={t('security.addPasskey')} beside={beside} />
    </div>
  )
}

/** The password again, before what it protects is changed. */
export function Proof(props: {
  mutation: { mutate: (password: string) => void; isPending: boolean; error: Error | null }
  go: string
  beside?: ReactNode
}) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const { mutation } = props
  return (
    <Form
      save={props.go}
      busy={mutation.isPending}
      error={mutation.error}
      beside={props.beside}
      onSave={() => mutation.mutate(password)}
    >
      <PasswordInput
        label={t('settings.currentPassword')}
        autoComplete="current-password"
        data-autofocus
        required
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </Form>
  )
}

/** For a lost phone; shown once. */
export function Codes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={css['secret']}>
      <p role="status">{t('security.keepCodes')}</p>
      <ul className={css['codes']} aria-label={t('security.codes')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={css['save']}>
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button data-autofocus onClick={copy}>
              {t(copied ? 'settings.copied' : 'settings.copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="filled" onClick={onDone}>
          {t('security.kept')}
        </Button>
      </div>
    </div>
  )
}
