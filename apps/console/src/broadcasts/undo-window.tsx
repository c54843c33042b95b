import { Undo } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { useNow } from '../now.ts'
import { useToast } from '../toasts.tsx'
import { rulesQuery } from './queries.ts'

/** The seconds in which a yes can be taken back. */
export function UndoWindow({ id, until, recipients }: { id: number; until: string; recipients: number }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const rules = useQuery(rulesQuery)
  const seconds = Math.max(0, Math.ceil((new Date(until).getTime() - useNow(250)) / 1000))
  const act = useMutation({
    mutationFn: (what: 'undo' | 'send-now') => api(`/broadcasts/${id}/${what}`, {}),
    onSuccess: (_answer, what) => {
      if (what === 'undo') say(t('undo.done'))
    },
    onError: (error) => say(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: ['broadcasts'] }),
  })
  return (
    <Undo
      seconds={seconds}
      of={rules.data?.undoSeconds ?? 60}
      title={t('undo.text', { count: recipients, seconds })}
      note={t('undo.note')}
      undo={t('undo.undo')}
      busy={act.isPending}
      onUndo={() => act.mutate('undo')}
    >
      <Button disabled={act.isPending || seconds === 0} onClick={() => act.mutate('send-now')}>
        {t('undo.now')}
      </Button>
    </Undo>
  )
}
