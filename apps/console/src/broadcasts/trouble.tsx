import type { Broadcast, Failures } from '@kurenda/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Dialog } from '../dialog.tsx'
import { Failed } from '../failed.tsx'
import { formatNumber } from '../format.ts'
import { Status } from '../status.tsx'
import { useToast } from '../toasts.tsx'

/** Those of which the provider says why. */
const explained = ['failed', 'expired', 'uncertain'] as const
/** What ran out of time is retried together with what failed: one button for both, at the first of them. */
function resendOf(state: string, hasFailed: boolean): 'failed' | 'uncertain' | undefined {
  if (state === 'failed' || state === 'uncertain') return state
  return state === 'expired' && !hasFailed ? 'failed' : undefined
}
const troubles = ['failed', 'expired', 'uncertain', 'unconfirmed', 'suppressed', 'cancelled'] as const

/** Who was not reached, why, and what can be done about it. */
export function Trouble({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation()
  const { totals, id, state } = broadcast
  const found = troubles.filter((name) => totals[name] > 0)
  const asked = explained.map((name) => totals[name]).join(' ')
  const failures = useQuery({
    queryKey: ['broadcasts', 'failures', id, asked],
    queryFn: () => api<Failures>(`/broadcasts/${id}/failures`),
    enabled: explained.some((name) => totals[name] > 0),
    placeholderData: (before) => before,
  })
  return (
    <div>
      <h2>{t('broadcasts.trouble')}</h2>
      {found.length === 0 && <p className="meta">{t('broadcasts.noTrouble')}</p>}
      <ul className="troubles">
        {found.map((name) => {
          const reasons = failures.data?.items.filter((item) => item.state === name) ?? []
          const what = resendOf(name, totals.failed > 0)
          return (
            <li key={name}>
              <div>
                <Status state={name} count={totals[name]} />
                {reasons.length > 0 ? <Reasons failures={reasons} /> : <p className="meta">{t(`why.${name}`)}</p>}
              </div>
              {what && state !== 'cancelled' && <Resend broadcast={broadcast} what={what} />}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function Reasons({ failures }: { failures: Failures['items'] }) {
  const { t } = useTranslation()
  return (
    <ul className="reasons">
      {failures.map((failure) => (
        <li key={failure.reason}>
          <strong className="num">{formatNumber(failure.count)}</strong> {failure.explanation} {failure.advice}
          {failure.reason !== '' && <span className="meta"> {t('broadcasts.code', { code: failure.reason })}</span>}
        </li>
      ))}
    </ul>
  )
}

function Resend({ broadcast, what }: { broadcast: Broadcast; what: 'failed' | 'uncertain' }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const [asks, setAsks] = useState(false)
  const { totals } = broadcast
  // What ran out of time is tried again together with what failed.
  const count = what === 'failed' ? totals.failed + totals.expired : totals.uncertain
  const resend = useMutation({
    mutationFn: () => api<{ resent: number }>(`/broadcasts/${broadcast.id}/resend`, { what }),
    onSuccess: ({ resent }) => {
      say(t('broadcasts.resent', { count: resent }))
      setAsks(false)
      return client.invalidateQueries({ queryKey: ['broadcasts'] })
    },
  })
  return (
    <>
      <button onClick={() => setAsks(true)}>{t('broadcasts.resend', { count })}</button>
      {asks && (
        <Dialog title={t('broadcasts.resendTitle')} onClose={() => setAsks(false)}>
          <p>{t(what === 'failed' ? 'broadcasts.retryText' : 'broadcasts.resendText', { count })}</p>
          {resend.error && <Failed error={resend.error} />}
          <div className="foot">
            <button className="bare" onClick={() => setAsks(false)}>
              {t(what === 'failed' ? 'broadcasts.retryNo' : 'broadcasts.resendNo')}
            </button>
            <button className="primary" disabled={resend.isPending} onClick={() => resend.mutate()}>
              {t('broadcasts.resend', { count })}
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}
