import type { ConversationThread } from '@kurenda/contract'
import { Dot } from '@kurenda/ui'
import { Button, Menu } from '@mantine/core'
import { UserPlusIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../me.ts'
import { colleaguesQuery, queuesQuery } from './conversations.ts'
import css from './inbox.module.css'
import { useKeys } from './use-keys.ts'
import type { Steps } from './use-steps.ts'

/** Whose it is: taken for oneself, given to a colleague, or put into a queue. */
export function AssignMenu({ thread, steps }: { thread: ConversationThread; steps: Steps }) {
  const { t } = useTranslation()
  const { userId: me } = useMe()
  const [opened, setOpened] = useState(false)
  const colleagues = useQuery({ ...colleaguesQuery, enabled: opened }).data ?? []
  const queues = useQuery(queuesQuery).data ?? []
  const { assignee, queue } = thread
  useKeys({ a: () => setOpened(true) })
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={280}>
      <Menu.Target>
        <Button
          className={css['whose'] ?? ''}
          leftSection={assignee ? <Dot name={assignee.name} small /> : <UserPlusIcon size={18} aria-hidden="true" />}
        >
          {assignee ? t('inbox.assigned', { name: assignee.name }) : t('inbox.assign')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={css['menu'] ?? ''}>
        {assignee?.userId !== me && (
          <Menu.Item data-autofocus onClick={() => steps.assign(me, t('inbox.taken'))}>
            {t('inbox.take')}
          </Menu.Item>
        )}
        {assignee && <Menu.Item onClick={() => steps.assign(null, t('inbox.freed'))}>{t('inbox.free')}</Menu.Item>}
        {colleagues.some(({ userId }) => userId !== me) && <Menu.Label>{t('inbox.give')}</Menu.Label>}
        {colleagues
          .filter(({ userId }) => userId !== me && userId !== assignee?.userId)
          .map(({ userId, name }) => (
            <Menu.Item
              key={userId}
              leftSection={<Dot name={name} small />}
              onClick={() => steps.assign(userId, t('inbox.given', { name }))}
            >
              {name}
            </Menu.Item>
          ))}
        {queues.length > 0 && <Menu.Label>{t('inbox.move')}</Menu.Label>}
        {queues
          .filter(({ id }) => id !== queue?.id)
          .map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => steps.move(id, t('inbox.moved', { name }))}>
              {name}
            </Menu.Item>
          ))}
        {queue && <Menu.Item onClick={() => steps.move(null, t('inbox.movedOut'))}>{t('inbox.moveOut')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
