import type { Broadcast } from '@kurenda/contract'
import { IconPlayerPause, IconPlayerPlay, IconSend } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Dialog } from '../dialog.tsx'
import { Failed } from '../failed.tsx'
import { useToast } from '../toasts.tsx'
import { Gate } from './gate.tsx'

type Move = 'confirm' | 'pause' | 'resume' | 'cancel'

const moves: Record<Broadcast['state'], readonly Move[]> = {
  draft: ['confirm', 'cancel'],
  review: ['cancel'],
  approved: ['confirm', 'cancel'],
  scheduled: ['pause', 'cancel'],
  expanding: ['pause', 'cancel'],
  sending: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  finished: [],
  cancelled: [],
}
const said = { pause: 'broadcasts.paused', resume: 'broadcasts.resumed', cancel: 'broadcasts.cancelled' } as const

/** What may be done to a broadcast in its state. */
export function Steering({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const [asks, setAsks] = useState<'confirm' | 'cancel'>()
  const close = () => setAsks(undefined)
  const steer = useMutation({
    mutationFn: (move: keyof typeof said) => api(`/broadcasts/${broadcast.id}/${move}`, {}),
    onSuccess: (_answer, move) => {
      say(t(said[move]))
      close()
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['broadcasts'] }),
  })
  const possible = moves[broadcast.state]
  const turn = possible.find((move) => move === 'pause' || move === 'resume')
  return (
    <div className="actions">
      {steer.error && <Failed error={steer.error} />}
      {possible.includes('confirm') && (
        <button className="primary" onClick={() => setAsks('confirm')}>
          <IconSend size={18} aria-hidden="true" /> {t('broadcasts.confirm')}
        </button>
      )}
      {turn && (
        // One button for both: who paused by keyboard stays on it to resume.
        <button onClick={() => !steer.isPending && steer.mutate(turn)}>
          {turn === 'pause' ? (
            <IconPlayerPause size={18} aria-hidden="true" />
          ) : (
            <IconPlayerPlay size={18} aria-hidden="true" />
          )}
          {t(`broadcasts.${turn}`)}
        </button>
      )}
      {possible.includes('cancel') && <button onClick={() => setAsks('cancel')}>{t('broadcasts.cancel')}</button>}
      {asks === 'cancel' && possible.includes(asks) && (
        <Dialog title={t('broadcasts.cancelTitle')} onClose={close}>
          <p>{t('broadcasts.cancelText', { count: waiting(broadcast) })}</p>
          <div className="foot">
            <button className="bare" onClick={close}>
              {t('broadcasts.cancelNo')}
            </button>
            <button className="primary" disabled={steer.isPending} onClick={() => steer.mutate('cancel')}>
              {t('broadcasts.cancelYes')}
            </button>
          </div>
        </Dialog>
      )}
      {asks === 'confirm' && possible.includes(asks) && (
        <Gate
          id={broadcast.id}
          size={broadcast}
          text={broadcast.text}
          sendAt={broadcast.sendAt}
          leave={t('gate.leave')}
          onBack={close}
          onSent={close}
        />
      )}
    </div>
  )
}

/** Whom a cancellation keeps from the message: before the start that is everybody. */
const waiting = ({ totals, recipients, startedAt }: Broadcast) => (startedAt ? totals.queued : recipients)
