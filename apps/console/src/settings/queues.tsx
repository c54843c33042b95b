import type { Queue, SavedQueue } from '@kurenda/contract'
import { Empty } from '@kurenda/ui'
import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { colleaguesQuery, queuesQuery } from '../inbox/conversations.ts'
import { Loading } from '../loading.tsx'
import { useMay } from '../me.ts'
import { useToast } from '../toasts.tsx'
import { Form, useFieldErrors } from './form.tsx'
import { Frame } from './frame.tsx'
import css from './settings.module.css'

/** Queues of the inbox and who answers in each. */
export function QueueSettings() {
  const { t } = useTranslation()
  const manages = useMay()('settings:manage')
  const client = useQueryClient()
  const say = useToast()
  const [form, setForm] = useState<Queue | 'new'>()
  const queues = useQuery(queuesQuery)
  const remove = useMutation({
    mutationFn: ({ id }: Queue) => api(`/queues/${id}`, undefined, 'DELETE'),
    onSuccess: (_, { name }) => say(t('settings.removed', { name })),
    onError: (error) => say(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: ['conversations'] }),
  })
  return (
    <Frame
      section="queues"
      actions={
        manages && (
          <Button variant="filled" onClick={() => setForm('new')}>
            {t('settings.addQueue')}
          </Button>
        )
      }
    >
      {queues.isPending && <Loading />}
      {queues.error && <Failed error={queues.error} retry={() => void queues.refetch()} />}
      {queues.data?.length === 0 && <Empty title={t('settings.noQueues')}>{t('settings.noQueuesText')}</Empty>}
      <ul className={`rows ${css['list']}`} aria-label={t('settings.queues')}>
        {queues.data?.map((queue) => (
          <li key={queue.id}>
            <div>
              <b>{queue.name}</b> {queue.isDefault && <span className="tag accent">{t('settings.defaultQueue')}</span>}
              <p className="muted">
                {queue.members.length > 0 ? queue.members.map(({ name }) => name).join(', ') : t('settings.noMembers')}
              </p>
            </div>
            {manages && (
              <div className={css['acts']}>
                <Button aria-label={`${t('settings.change')}: ${queue.name}`} onClick={() => setForm(queue)}>
                  {t('settings.change')}
                </Button>
                <Button aria-label={`${t('settings.remove')}: ${queue.name}`} onClick={() => remove.mutate(queue)}>
                  {t('settings.remove')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {form && <QueueForm {...(form !== 'new' && { queue: form })} onClose={() => setForm(undefined)} />}
    </Frame>
  )
}

function QueueForm({ queue, onClose }: { queue?: Queue; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const colleagues = useQuery(colleaguesQuery).data ?? []
  const [given, setGiven] = useState<Required<SavedQueue>>({
    name: queue?.name ?? '',
    isDefault: queue?.isDefault ?? false,
    members: queue?.members.map(({ userId }) => userId) ?? [],
  })
  const save = useMutation({
    mutationFn: () => (queue ? api(`/queues/${queue.id}`, given, 'PUT') : api('/queues', given)),
    onSuccess: async () => {
      say(t('settings.saved'))
      await client.invalidateQueries({ queryKey: ['conversations'] })
      onClose()
    },
  })
  const wrong = useFieldErrors(save.error)
  return (
    <Modal
      opened
      onClose={onClose}
      title={queue?.name ?? t('settings.addQueue')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <Form save={t('settings.save')} busy={save.isPending} error={save.error} onSave={() => save.mutate()}>
        <TextInput
          label={t('settings.queueName')}
          data-autofocus
          required
          maxLength={80}
          error={wrong('name')}
          value={given.name}
          onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
        />
        <Checkbox
          label={t('settings.isDefault')}
          description={t('settings.isDefaultNote')}
          checked={given.isDefault}
          onChange={(event) => setGiven({ ...given, isDefault: event.currentTarget.checked })}
        />
        <Checkbox.Group
          label={t('settings.members')}
          value={[...(given.members ?? [])]}
          onChange={(members) => setGiven({ ...given, members })}
        >
          <div className={css['scopes']}>
            {colleagues.map(({ userId, name }) => (
              <Checkbox key={userId} value={userId} label={name} />
            ))}
          </div>
        </Checkbox.Group>
      </Form>
    </Modal>
  )
}
