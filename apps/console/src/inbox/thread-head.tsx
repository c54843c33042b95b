import type { ConversationThread } from '@kurenda/contract'
import { ActionIcon, Button } from '@mantine/core'
import { ArrowLeftIcon, CheckIcon, RotateCcwIcon, UserIcon } from 'lucide-react'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { formatPhone, formatTime } from '../format.ts'
import { LinkIcon } from '../link-button.tsx'
import { useMay } from '../me.ts'
import { AssignMenu } from './assign-menu.tsx'
import css from './inbox.module.css'
import { SnoozeMenu } from './snooze-menu.tsx'
import { useKeys } from './use-keys.ts'
import { useSteps } from './use-steps.ts'
import { useInboxSearch } from './use-inbox-search.ts'

/** Who it is, until when they should have an answer, and what can be done with the conversation. */
export function ThreadHead(props: {
  thread: ConversationThread
  who: string
  heading: RefObject<HTMLHeadingElement | null>
  onPerson: () => void
}) {
  const { t } = useTranslation()
  const may = useMay()
  const search = useInboxSearch()
  const { thread, who } = props
  const { contactName, from, broadcast, dueAt, snoozedUntil, state } = thread
  const steps = useSteps(thread)
  const toggle = () => (state === 'closed' ? steps.reopen() : steps.close())
  const replies = may('conversations:reply')
  useKeys(replies ? { e: toggle } : {})
  const facts = [
    contactName && formatPhone(from),
    broadcast && t('inbox.answers', { name: broadcast.name }),
    state === 'closed' && t('inbox.isClosed'),
    snoozedUntil && t('inbox.snoozedUntil', { when: formatTime(snoozedUntil) }),
    dueAt && t('inbox.due', { when: formatTime(dueAt) }),
  ].filter(Boolean)
  return (
    <header className={css['matter']}>
      <LinkIcon to="/inbox" search={search} className={css['back'] ?? ''} aria-label={t('inbox.back')}>
        <ArrowLeftIcon size={20} aria-hidden="true" />
      </LinkIcon>
      <div className={css['about']}>
        <h2 className="head" ref={props.heading} tabIndex={-1}>
          {who}
        </h2>
        <p className="muted xs num">{facts.join(' · ')}</p>
      </div>
      <div className={css['acts']}>
        <ActionIcon className={css['who-button'] ?? ''} aria-label={t('inbox.person')} onClick={props.onPerson}>
          <UserIcon size={20} aria-hidden="true" />
        </ActionIcon>
        {may('conversations:assign') && <AssignMenu thread={thread} steps={steps} />}
        {replies && state !== 'closed' && <SnoozeMenu thread={thread} steps={steps} />}
        {replies && (
          <Button
            className={css['end'] ?? ''}
            loading={steps.busy}
            leftSection={
              state === 'closed' ? (
                <RotateCcwIcon size={18} aria-hidden="true" />
              ) : (
                <CheckIcon size={18} aria-hidden="true" />
              )
            }
            onClick={toggle}
          >
            {t(state === 'closed' ? 'inbox.reopen' : 'inbox.close')}
          </Button>
        )}
      </div>
    </header>
  )
}
