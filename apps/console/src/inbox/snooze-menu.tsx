import type { ConversationThread } from '@kurenda/contract'
import { ActionIcon, Button, Menu, Modal } from '@mantine/core'
import { AlarmClockIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime } from '../format.ts'
import { OfficeTimeInput } from '../office-time-input.tsx'
import { atWallTime } from '../office-time.ts'
import { calendarQuery } from './conversations.ts'
import css from './inbox.module.css'
import { useKeys } from './use-keys.ts'
import type { Steps } from './use-steps.ts'
import { nextMornings } from './working-time.ts'

const hourMs = 3_600_000

/** Put off until a better time; a new text brings it back before. */
export function SnoozeMenu({ thread, steps }: { thread: ConversationThread; steps: Steps }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const [asking, setAsking] = useState(false)
  const open = useQuery(calendarQuery).data ?? []
  const now = new Date()
  const { tomorrow, nextWeek } = nextMornings(open, now)
  const choices = [
    { key: 'inbox.inTwoHours', at: new Date(now.getTime() + 2 * hourMs) },
    ...(tomorrow ? [{ key: 'inbox.nextMorning', at: tomorrow } as const] : []),
    ...(nextWeek ? [{ key: 'inbox.nextWeek', at: nextWeek } as const] : []),
  ] as const
  useKeys({ s: () => setOpened(true) })
  return (
    <>
      <Menu opened={opened} onChange={setOpened} position="bottom-end" width={280}>
        <Menu.Target>
          <ActionIcon aria-label={t('inbox.snooze')}>
            <AlarmClockIcon size={20} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('inbox.snooze')}</Menu.Label>
          {thread.snoozedUntil && <Menu.Item onClick={steps.wake}>{t('inbox.wake')}</Menu.Item>}
          {choices.map(({ key, at }) => (
            <Menu.Item
              key={key}
              rightSection={<span className="muted xs num">{formatTime(at.toISOString())}</span>}
              onClick={() => steps.snooze(at)}
            >
              {t(key)}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setAsking(true)}>{t('inbox.pickTime')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking && <PickTime onClose={() => setAsking(false)} onPick={steps.snooze} />}
    </>
  )
}

function PickTime({ onClose, onPick }: { onClose: () => void; onPick: (at: Date) => void }) {
  const { t } = useTranslation()
  const [value, setValue] = useState('')
  const [late, setLate] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const at = atWallTime(value)
    if (!(at.getTime() > Date.now())) return setLate(true)
    onPick(at)
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('inbox.snooze')} closeButtonProps={{ 'aria-label': t('app.close') }}>
      <form className={css['form']} onSubmit={submit}>
        <OfficeTimeInput
          data-autofocus
          required
          label={t('inbox.until')}
          value={value}
          error={late && t('inbox.inThePast')}
          onChange={setValue}
        />
        <Button type="submit" variant="filled">
          {t('inbox.snooze')}
        </Button>
      </form>
    </Modal>
  )
}
