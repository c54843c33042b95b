import type { Security as Kept } from '@kurenda/contract'
import { Button, Modal } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatDay } from '../format.ts'
import { Loading } from '../loading.tsx'
import { useToast } from '../toasts.tsx'
import { Codes, Proof, SetUpCode, SetUpPasskey, useChangedSecurity } from './set-up-factor.tsx'
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
      <SecondFactor kept={kept.data} />
      <Passkeys kept={kept.data} />
    </>
  )
}

function SecondFactor({ kept: { secondFactor: isOn, required, passkeys } }: { kept: Kept }) {
  const { t } = useTranslation()
  const isLast = isOn && required && passkeys.length === 0
  const [dialog, setDialog] = useState<'on' | 'off' | 'codes'>()
  return (
    <section aria-labelledby="second-factor">
      <h2 className="head" id="second-factor">
        {t('security.secondFactor')} <span className="tag">{t(isOn ? 'security.on' : 'security.off')}</span>
      </h2>
      <p className="muted">{t('security.secondFactorNote')}</p>
      {required && <p className="muted">{t('security.required')}</p>}
      <div className={css['save']}>
        {isOn ? (
          <>
            <Button onClick={() => setDialog('codes')}>{t('security.newCodes')}</Button>
            {!isLast && (
              <Button variant="subtle" onClick={() => setDialog('off')}>
                {t('security.turnOff')}
              </Button>
            )}
          </>
        ) : (
          <Button onClick={() => setDialog('on')}>{t('security.turnOn')}</Button>
        )}
      </div>
      {dialog === 'on' && (
        <Dialog title={t('security.turnOnTitle')} onClose={() => setDialog(undefined)}>
          <SetUpCode onDone={() => setDialog(undefined)} />
        </Dialog>
      )}
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

function TurnOff({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const say = useToast()
  const changed = useChangedSecurity()
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

function Passkeys({ kept }: { kept: Kept }) {
  const { t } = useTranslation()
  const say = useToast()
  const changed = useChangedSecurity()
  const [adding, setAdding] = useState(false)
  const isLast = kept.required && !kept.secondFactor && kept.passkeys.length === 1
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
            {!isLast && (
              <Button aria-label={`${t('settings.remove')}: ${one.name}`} onClick={() => remove.mutate(one)}>
                {t('settings.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {kept.passkeysPossible && (
        <div>
          <Button onClick={() => setAdding(true)}>{t('security.addPasskey')}</Button>
        </div>
      )}
      {adding && (
        <Dialog title={t('security.addPasskey')} onClose={() => setAdding(false)}>
          <SetUpPasskey onDone={() => setAdding(false)} />
        </Dialog>
      )}
    </section>
  )
}
