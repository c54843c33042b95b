import type { Security as Kept, SecondFactorOffer } from '@kurenda/contract'
import { Button, CopyButton, Modal, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatDay } from '../format.ts'
import { Loading } from '../loading.tsx'
import { useToast } from '../toasts.tsx'
import { Form } from './form.tsx'
import css from './settings.module.css'

/** What besides a password opens the account: a code from an app, and passkeys. */
export function Security() {
  const { t } = useTranslation()
  const kept = useQuery({ queryKey: ['security'], queryFn: () => api<Kept>('/auth/security') })
  if (kept.error) return <Failed error={kept.error} retry={() => void kept.refetch()} />
  if (!kept.data) return <Loading rows={2} />
  if (kept.data.bound) return <p className="muted">{t('security.bound')}</p>
  return (
    <>
      <SecondFactor isOn={kept.data.secondFactor} />
      <Passkeys kept={kept.data} />
    </>
  )
}

function useChanged() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['security'] })
}

function SecondFactor({ isOn }: { isOn: boolean }) {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<'on' | 'off' | 'codes'>()
  return (
    <section aria-labelledby="second-factor">
      <h2 className="head" id="second-factor">
        {t('security.secondFactor')} <span className="tag">{t(isOn ? 'security.on' : 'security.off')}</span>
      </h2>
      <p className="muted">{t('security.secondFactorNote')}</p>
      <div className={css['save']}>
        {isOn ? (
          <>
            <Button onClick={() => setDialog('codes')}>{t('security.newCodes')}</Button>
            <Button variant="subtle" onClick={() => setDialog('off')}>
              {t('security.turnOff')}
            </Button>
          </>
        ) : (
          <Button onClick={() => setDialog('on')}>{t('security.turnOn')}</Button>
        )}
      </div>
      {dialog === 'on' && <TurnOn onClose={() => setDialog(undefined)} />}
      {dialog === 'off' && <TurnOff onClose={() => setDialog(undefined)} />}
      {dialog === 'codes' && <NewCodes onClose={() => setDialog(undefined)} />}
    </section>
  )
}

function Dialog(props: { title: string; onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      size={520}
      onClose={props.onClose}
      title={props.title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {props.children}
    </Modal>
  )
}

/** Password, picture, code, and the codes for a lost phone: what was shown is on only when a code fitted. */
function TurnOn({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const changed = useChanged()
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
    <Dialog title={t('security.turnOnTitle')} onClose={onClose}>
      {!offer && <Proof mutation={begin} go={t('security.next')} />}
      {offer && !confirm.isSuccess && (
        <Form
          save={t('security.turnOn')}
          busy={confirm.isPending}
          error={confirm.error}
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
      {offer && confirm.isSuccess && <Codes codes={offer.recoveryCodes} onDone={onClose} />}
    </Dialog>
  )
}

function TurnOff({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const say = useToast()
  const changed = useChanged()
  const turnOff = useMutation({
    mutationFn: (password: string) => api('/auth/second-factor/disable', { password }),
    onSuccess: async () => {
      say(t('security.turnedOff'))
      onClose()
      await changed()
    },
  })
  return (
    <Dialog title={t('security.turnOff')} onClose={onClose}>
      <p>{t('security.turnOffText')}</p>
      <Proof mutation={turnOff} go={t('security.turnOff')} />
    </Dialog>
  )
}

function NewCodes({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const renew = useMutation({
    mutationFn: (password: string) => api<{ recoveryCodes: string[] }>('/auth/recovery-codes', { password }),
  })
  return (
    <Dialog title={t('security.newCodes')} onClose={onClose}>
      {renew.data ? (
        <Codes codes={renew.data.recoveryCodes} onDone={onClose} />
      ) : (
        <>
          <p>{t('security.newCodesText')}</p>
          <Proof mutation={renew} go={t('security.newCodes')} />
        </>
      )}
    </Dialog>
  )
}

/** The password again, before what it protects is changed. */
function Proof(props: {
  mutation: { mutate: (password: string) => void; isPending: boolean; error: Error | null }
  go: string
}) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const { mutation } = props
  return (
    <Form save={props.go} busy={mutation.isPending} error={mutation.error} onSave={() => mutation.mutate(password)}>
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
function Codes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
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

function Passkeys({ kept }: { kept: Kept }) {
  const { t } = useTranslation()
  const say = useToast()
  const changed = useChanged()
  const [adding, setAdding] = useState(false)
  const remove = useMutation({
    mutationFn: ({ id }: Kept['passkeys'][number]) => api(`/auth/passkeys/${id}`, undefined, 'DELETE'),
    onSuccess: (_, { name }) => say(t('settings.removed', { name })),
    onError: (error) => say(error.message),
    onSettled: changed,
  })
  return (
    <section aria-labelledby="passkeys">
      <h2 className="head" id="passkeys">
        {t('security.passkeys')}
      </h2>
      <p className="muted">{t(kept.passkeysPossible ? 'security.passkeysNote' : 'security.passkeysNotHere')}</p>
      <ul className={`rows ${css['list']}`}>
        {kept.passkeys.map((one) => (
          <li key={one.id}>
            <div>
              <b>{one.name}</b>
              <p className="muted">
                {t('security.since', { when: formatDay(one.createdAt) })} ·{' '}
                {one.lastUsedAt === null
                  ? t('settings.neverUsed')
                  : t('settings.lastUsed', { when: formatDay(one.lastUsedAt) })}
              </p>
            </div>
            <Button aria-label={`${t('settings.remove')}: ${one.name}`} onClick={() => remove.mutate(one)}>
              {t('settings.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {kept.passkeysPossible && (
        <div>
          <Button onClick={() => setAdding(true)}>{t('security.addPasskey')}</Button>
        </div>
      )}
      {adding && <AddPasskey onClose={() => setAdding(false)} />}
    </section>
  )
}

function AddPasskey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const say = useToast()
  const changed = useChanged()
  const [name, setName] = useState('')
  const add = useMutation({
    mutationFn: async (password: string) => (await import('../passkey.ts')).makePasskey({ name, password }),
    onSuccess: async (made) => {
      if (!made) return
      say(t('security.passkeyMade', { name }))
      onClose()
      await changed()
    },
  })
  return (
    <Dialog title={t('security.addPasskey')} onClose={onClose}>
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
        <Proof mutation={add} go={t('security.addPasskey')} />
      </div>
    </Dialog>
  )
}
