import type { Assignment, ConversationThread } from '@kurenda/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { formatTime } from '../format.ts'
import { useToast } from '../toasts.tsx'
import { threadQuery } from './conversations.ts'
import { neighbourOf } from './keys.tsx'
import { useInboxSearch } from './use-inbox-search.ts'

interface Step {
  verb: 'close' | 'reopen' | 'snooze' | 'wake' | 'assign'
  body?: Omit<Assignment, 'version'> | { until: string }
  said: string
  /** What takes it back. */
  undo: Pick<Step, 'verb' | 'body' | 'said'>
  /** The conversation leaves the list: one goes on to the next. */
  leaves?: boolean
}

export type Steps = ReturnType<typeof useSteps>

/** What can be done with a conversation; each step can be taken back. */
export function useSteps(thread: ConversationThread) {
  const { t } = useTranslation()
  const say = useToast()
  const client = useQueryClient()
  const navigate = useNavigate()
  const search = useInboxSearch()
  const id = String(thread.id)

  async function take(version: number, { verb, body }: Pick<Step, 'verb' | 'body'>): Promise<ConversationThread> {
    const after = await api<ConversationThread>(`/conversations/${id}/${verb}`, { version, ...body })
    client.setQueryData(threadQuery(id).queryKey, after)
    void client.invalidateQueries({ queryKey: ['conversations'] })
    return after
  }

  const run = useMutation({
    mutationFn: (step: Step) => take(thread.version, step),
    onSuccess: (after, { said, undo, leaves }) => {
      const takeBack = () =>
        void take(after.version, undo).then(
          () => say(undo.said),
          (error: Error) => say(error.message),
        )
      say(said, takeBack)
      if (!leaves) return
      const next = neighbourOf(id)
      void (next === undefined
        ? navigate({ to: '/inbox', search })
        : navigate({ to: '/inbox/$id', params: { id: next }, search }))
    },
    onError: (error) => {
      say(error.message)
      void client.invalidateQueries({ queryKey: threadQuery(id).queryKey })
    },
  })
  const go = (step: Step) => {
    if (!run.isPending) run.mutate(step)
  }
  const taken = t('inbox.tookBack')
  return {
    busy: run.isPending,
    close: () => go({ verb: 'close', said: t('inbox.closed'), undo: { verb: 'reopen', said: taken }, leaves: true }),
    reopen: () => go({ verb: 'reopen', said: t('inbox.reopened'), undo: { verb: 'close', said: taken } }),
    snooze: (until: Date) =>
      go({
        verb: 'snooze',
        body: { until: until.toISOString() },
        said: t('inbox.snoozed', { when: formatTime(until.toISOString()) }),
        undo: { verb: 'wake', said: taken },
        leaves: true,
      }),
    wake: () =>
      go({
        verb: 'wake',
        said: t('inbox.woken'),
        undo: { verb: 'snooze', body: { until: thread.snoozedUntil ?? '' }, said: taken },
      }),
    assign: (userId: string | null, said: string) =>
      go({
        verb: 'assign',
        body: { userId },
        said,
        undo: { verb: 'assign', body: { userId: thread.assignee?.userId ?? null }, said: taken },
      }),
    move: (queue: number | null, said: string) =>
      go({
        verb: 'assign',
        body: { queue },
        said,
        undo: { verb: 'assign', body: { queue: thread.queue?.id ?? null }, said: taken },
      }),
  }
}
