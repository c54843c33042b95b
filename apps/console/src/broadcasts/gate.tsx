import type { Broadcast, Confirmation, Preparation } from '@kurenda/contract'
import { IconCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiProblem } from '../api.ts'
import { Dialog } from '../dialog.tsx'
import { Failed } from '../failed.tsx'
import { formatMoney, formatNumber, formatTime } from '../format.ts'
import { useToast } from '../toasts.tsx'

/** From so many people on, the sender retypes their number. */
const retypeFrom = 1000

interface GateProps {
  id: number
  size: Pick<Preparation, 'recipients' | 'parts' | 'cost'>
  text: string
  sendAt: string | null
  /** Who was left out, in words. */
  leftOut?: readonly string[]
  /** What the way back is called. */
  leave: string
  onBack: () => void
  onSent: () => void
}

/** Nothing leaves without sight of its size: people first, then money. */
export function Gate({ id, size, text, sendAt, leftOut = [], leave, onBack, onSent }: GateProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const [typed, setTyped] = useState('')
  const { recipients } = size
  const cost = formatMoney(size.cost)
  const confirm = useMutation({
    mutationFn: (how: Confirmation) =>
      api<Broadcast>(`/broadcasts/${id}/confirm`, { ...how, expected: { recipients, parts: size.parts } }),
    onSuccess: async (sent) => {
      const later = sent.sendAt !== null && new Date(sent.sendAt).getTime() > Date.now()
      // In the undo window the page it leads to counts the seconds down.
      if (sent.undoUntil === null)
        say(
          later && sent.sendAt
            ? t('gate.planned', { when: formatTime(sent.sendAt) })
            : t('gate.started', { count: recipients }),
        )
      await client.invalidateQueries({ queryKey: ['broadcasts'] })
      onSent()
    },
  })
  const retypes = recipients >= retypeFrom
  const matches = typed.replace(/\s/g, '') === String(recipients)
  const quiet = confirm.error instanceof ApiProblem && confirm.error.code === 'quiet-hours'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    confirm.mutate(quiet ? { quietHours: 'send' } : {})
  }
  return (
    <Dialog className="gate" title={t('broadcasts.confirm')} onClose={onBack}>
      <form onSubmit={submit}>
        <div className="figures">
          <p className="figure">
            <b className="num">{formatNumber(recipients)}</b> {t('gate.people', { count: recipients })}
          </p>
          <p className="figure">
            <b className="num">{cost}</b>
          </p>
        </div>
        <dl>
          <dt>{t('gate.when')}</dt>
          <dd>{sendAt ? formatTime(sendAt) : t('gate.now')}</dd>
          <dt>{t('gate.how')}</dt>
          <dd>{t('broadcasts.parts', { count: size.parts })}</dd>
          <dt>{t('gate.text')}</dt>
          <dd className="quoted">{text}</dd>
          {leftOut.length > 0 && (
            <>
              <dt>{t('gate.left')}</dt>
              <dd>
                {leftOut.map((line) => (
                  <span key={line}>{line}</span>
                ))}
              </dd>
            </>
          )}
        </dl>
        {recipients === 0 && <p className="notice">{t('gate.nobody')}</p>}
        {retypes && (
          <p className="retype">
            <label htmlFor="retype">{t('gate.retype')}</label>
            <input
              id="retype"
              className="num"
              inputMode="numeric"
              autoComplete="off"
              autoFocus
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
            <span role="status">
              {matches && (
                <>
                  <IconCheck size={18} aria-hidden="true" /> {t('gate.matches')}
                </>
              )}
            </span>
          </p>
        )}
        {confirm.error && <Failed error={confirm.error} />}
        <div className="foot">
          <button type="button" className="bare" onClick={onBack}>
            {leave}
          </button>
          {quiet && (
            <button type="button" disabled={confirm.isPending} onClick={() => confirm.mutate({ quietHours: 'hold' })}>
              {t('gate.hold')}
            </button>
          )}
          <button
            className="primary big"
            disabled={confirm.isPending || recipients === 0 || (retypes && !matches)}
            autoFocus={!retypes}
          >
            {quiet ? t('gate.sendQuiet', { count: recipients }) : t('gate.send', { count: recipients, cost })}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
