import { IconArrowBackUp } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { useToast } from '../toasts.tsx'

/** The seconds in which a yes can be taken back. */
export function UndoBar({ id, until, recipients }: { id: number; until: string; recipients: number }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const seconds = useSecondsUntil(until)
  const act = useMutation({
    mutationFn: (what: 'undo' | 'send-now') => api(`/broadcasts/${id}/${what}`, {}),
    onSuccess: (_answer, what) => {
      if (what === 'undo') say(t('undo.done'))
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['broadcasts'] }),
  })
  return (
    <div className="undo-bar">
      <p role="timer">{t('undo.text', { count: recipients, seconds })}</p>
      {act.error && <Failed error={act.error} />}
      <div className="actions">
        <button className="primary" disabled={act.isPending || seconds === 0} onClick={() => act.mutate('undo')}>
          <IconArrowBackUp size={18} aria-hidden="true" /> {t('undo.undo')}
        </button>
        <button disabled={act.isPending || seconds === 0} onClick={() => act.mutate('send-now')}>
          {t('undo.now')}
        </button>
      </div>
    </div>
  )
}

function useSecondsUntil(until: string): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((new Date(until).getTime() - now) / 1000))
}
