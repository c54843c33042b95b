import type { Broadcast } from '@kurenda/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Dialog } from '../dialog.tsx'
import { Failed } from '../failed.tsx'
import { Status } from '../status.tsx'
import { useToast } from '../toasts.tsx'

const troubles = ['failed', 'expired', 'uncertain', 'unconfirmed', 'suppressed', 'cancelled'] as const

/** Who was not reached, why, and what can be done about it. */
export function Trouble({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation()
  const found = troubles.filter((state) => broadcast.totals[state] > 0)
  return (
    <div>
      <h2>{t('broadcasts.trouble')}</h2>
      {found.length === 0 && <p className="meta">{t('broadcasts.noTrouble')}</p>}
      <ul className="troubles">
        {found.map((state) => (
          <li key={state}>
            <div>
              <Status state={state} count={broadcast.totals[state]} />
              <p className="meta">{t(`why.${state}`)}</p>
            </div>
            {state === 'uncertain' && broadcast.state !== 'cancelled' && <Resend broadcast={broadcast} />}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Resend({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const [asks, setAsks] = useState(false)
  const count = broadcast.totals.uncertain
  const resend = useMutation({
    mutationFn: () => api<{ resent: number }>(`/broadcasts/${broadcast.id}/resend-uncertain`, {}),
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
          <p>{t('broadcasts.resendText', { count })}</p>
          {resend.error && <Failed error={resend.error} />}
          <div className="foot">
            <button className="bare" onClick={() => setAsks(false)}>
              {t('broadcasts.resendNo')}
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
