import type { Broadcast, Failures, StateName } from '@kurenda/contract'
import { Button, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatNumber } from '../format.ts'
import { useMay } from '../me.ts'
import { useToast } from '../toasts.tsx'
import css from './detail.module.css'

/** Those of which the provider says why. */
const explained = ['failed', 'expired', 'uncertain'] as const
const troubles = ['failed', 'expired', 'uncertain', 'unconfirmed', 'suppressed', 'cancelled'] as const

/** Who was not reached, why in words, and what can be done about it. */
export function Trouble({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation()
  const { totals, id, state } = broadcast
  const may = useMay()
  const asked = explained.map((name) => totals[name]).join(' ')
  const failures = useQuery({
    queryKey: ['broadcasts', 'failures', id, asked],
    queryFn: () => api<Failures>(`/broadcasts/${id}/failures`),
    enabled: explained.some((name) => totals[name] > 0),
    placeholderData: (before) => before,
  })
  const found = troubles.filter((name) => totals[name] > 0)
  const canResend = state !== 'cancelled' && may('broadcasts:send')
  return (
    <section>
      <h2 className="head">{t('broadcasts.trouble')}</h2>
      {found.length === 0 && <p className="muted">{t('broadcasts.noTrouble')}</p>}
      {failures.error && <Failed error={failures.error} retry={() => void failures.refetch()} />}
      <ul className={`rows ${css['troubles']}`}>
        {found.flatMap((name) => {
          const reasons = failures.data?.items.filter((item) => item.state === name) ?? []
          if (reasons.length === 0)
            return (
              <Line key={name} state={name} count={totals[name]} title={t(`message.${name}`, { count: totals[name] })}>
                {t(`why.${name}`)}
              </Line>
            )
          return reasons.map((reason) => (
            <Line
              key={`${name} ${reason.reason}`}
              state={name}
              count={reason.count}
              title={reason.explanation}
              act={canResend && <Resend id={id} state={reason.state} reason={reason.reason} count={reason.count} />}
            >
              {reason.advice} {reason.reason !== '' && t('broadcasts.code', { code: reason.reason })}
            </Line>
          ))
        })}
      </ul>
    </section>
  )
}

function Line(props: { state: StateName; count: number; title: string; children: ReactNode; act?: ReactNode }) {
  return (
    <li>
      <b className="num" data-state={props.state}>
        {formatNumber(props.count)}
      </b>
      <div>
        {props.title}
        <p className="muted xs">{props.children}</p>
      </div>
      <div className={css['acts']}>{props.act}</div>
    </li>
  )
}

/** Again only to those of that reason; of whom nobody knows the fate, after a look at what that means. */
function Resend({
  id,
  state,
  reason,
  count,
}: {
  id: number
  state: 'failed' | 'expired' | 'uncertain'
  reason: string
  count: number
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const [asks, setAsks] = useState(false)
  const what = state === 'uncertain' ? 'uncertain' : 'failed'
  const resend = useMutation({
    mutationFn: () => api<{ resent: number }>(`/broadcasts/${id}/resend`, { what, reasons: [reason] }),
    onSuccess: ({ resent }) => {
      say(t('broadcasts.resent', { count: resent }))
      setAsks(false)
      return client.invalidateQueries({ queryKey: ['broadcasts'] })
    },
  })
  return (
    <>
      <Button onClick={() => setAsks(true)}>
        {t(what === 'failed' ? 'broadcasts.retryThose' : 'broadcasts.decide', { count })}
      </Button>
      {asks && (
        <Modal
          opened
          onClose={() => setAsks(false)}
          title={t('broadcasts.resendTitle')}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <p>{t(what === 'failed' ? 'broadcasts.retryText' : 'broadcasts.resendText', { count })}</p>
          {resend.error && <Failed error={resend.error} />}
          <div className={css['foot']}>
            <Button variant="subtle" onClick={() => setAsks(false)}>
              {t(what === 'failed' ? 'broadcasts.retryNo' : 'broadcasts.resendNo')}
            </Button>
            <Button variant="filled" loading={resend.isPending} onClick={() => resend.mutate()}>
              {t('broadcasts.resend', { count })}
            </Button>
          </div>
        </Modal>
      )}
    </>
  )
}
