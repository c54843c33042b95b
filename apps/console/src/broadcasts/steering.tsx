import type { Broadcast } from '@kurenda/contract'
import { Button, Modal } from '@mantine/core'
import { PauseIcon, PlayIcon } from 'lucide-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { useMay } from '../me.ts'
import { useToast } from '../toasts.tsx'
import css from './detail.module.css'

type Move = 'pause' | 'resume' | 'cancel'

const moves: Record<Broadcast['state'], readonly Move[]> = {
  draft: ['cancel'],
  review: ['cancel'],
  approved: ['cancel'],
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
  const may = useMay()
  const [asks, setAsks] = useState(false)
  const close = () => setAsks(false)
  const steer = useMutation({
    mutationFn: (move: Move) => api(`/broadcasts/${broadcast.id}/${move}`, {}),
    onSuccess: (_answer, move) => {
      say(t(said[move]))
      close()
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['broadcasts'] }),
  })
  const possible = may('broadcasts:send') ? moves[broadcast.state] : []
  const turn = possible.find((move) => move !== 'cancel')
  return (
    <>
      {steer.error && <Failed error={steer.error} />}
      {turn && (
        // One button for both: who paused by keyboard stays on it to resume.
        <Button
          leftSection={
            turn === 'pause' ? <PauseIcon size={18} aria-hidden="true" /> : <PlayIcon size={18} aria-hidden="true" />
          }
          onClick={() => !steer.isPending && steer.mutate(turn)}
        >
          {t(`broadcasts.${turn}`)}
        </Button>
      )}
      {possible.includes('cancel') && <Button onClick={() => setAsks(true)}>{t('broadcasts.cancel')}</Button>}
      {asks && possible.includes('cancel') && (
        <Modal
          opened
          onClose={close}
          title={t('broadcasts.cancelTitle')}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <p>{t('broadcasts.cancelText', { count: waiting(broadcast) })}</p>
          <div className={css['foot']}>
            <Button variant="subtle" onClick={close}>
              {t('broadcasts.cancelNo')}
            </Button>
            <Button variant="filled" loading={steer.isPending} onClick={() => steer.mutate('cancel')}>
              {t('broadcasts.cancelYes')}
            </Button>
          </div>
        </Modal>
      )}
    </>
  )
}

/** Whom a cancellation keeps from the message: before the start that is everybody. */
const waiting = ({ totals, recipients, startedAt }: Broadcast) => (startedAt ? totals.queued : recipients)
