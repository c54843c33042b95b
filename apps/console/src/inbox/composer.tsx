import type { ConversationThread } from '@kurenda/contract'
import { MAX_PARTS, measure } from '@kurenda/sms-text'
import { Notice } from '@kurenda/ui'
import { Button, SegmentedControl } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../failed.tsx'
import { formatMoney, formatPhone } from '../format.ts'
import { useToast } from '../toasts.tsx'
import { CannedChips, useCanned } from './canned.tsx'
import css from './inbox.module.css'
import { NoteForm } from './note-form.tsx'
import { forgetRefusal, holdReply, useOutgoing } from './outgoing.ts'
import { keepDraft, useDraft } from './reply-drafts.ts'
import { useKeys } from './use-keys.ts'

const typingMs = 4000

/** Where one answers the resident, or leaves a note for colleagues. */
export function Composer(props: {
  thread: ConversationThread
  who: string
  onTyping: (typing: boolean) => void
  onLeave: () => void
}) {
  const { t } = useTranslation()
  const { thread, onTyping } = props
  const answerable = thread.answering.from !== null
  const [mode, setMode] = useState<'reply' | 'note'>(answerable ? 'reply' : 'note')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => () => clearTimeout(timer.current), [])
  const typed = () => {
    onTyping(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onTyping(false), typingMs)
  }
  const write = (next: 'reply' | 'note') => {
    setMode(next)
    requestAnimationFrame(() => box.current?.focus())
  }
  useKeys({ r: () => write('reply'), n: () => write('note') })
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape' && !event.defaultPrevented) props.onLeave()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      event.currentTarget.form?.requestSubmit()
    }
  }
  return (
    <div className={css['answer']}>
      <SegmentedControl
        size="xs"
        aria-label={t('inbox.mode')}
        value={mode}
        onChange={(value) => setMode(value)}
        data={[
          { value: 'reply', label: t('inbox.reply') },
          { value: 'note', label: t('inbox.note') },
        ]}
      />
      {mode === 'note' && <NoteForm id={thread.id} box={box} onTyped={typed} onKeyDown={onKeyDown} />}
      {mode === 'reply' && !answerable && (
        <Notice>{t('inbox.cannotAnswer', { sender: formatPhone(thread.answering.sender) })}</Notice>
      )}
      {mode === 'reply' && answerable && (
        <ReplyForm thread={thread} who={props.who} box={box} onTyped={typed} onKeyDown={onKeyDown} />
      )}
    </div>
  )
}

interface FormProps {
  box: React.RefObject<HTMLTextAreaElement | null>
  onTyped: () => void
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void
}

function ReplyForm({ thread, who, box, onTyped, onKeyDown }: FormProps & { thread: ConversationThread; who: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const { id, answering, version } = thread
  const text = useDraft(id)
  const refused = useOutgoing().refused.get(id)
  const canned = useCanned(id, (answer) => {
    keepDraft(id, text === '' ? answer : `${text}\n${answer}`)
    box.current?.focus()
  })
  const { parts } = measure(text)
  const tooLong = parts > MAX_PARTS
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '' || tooLong) return
    holdReply({ conversation: id, text: text.trim(), version }, () =>
      client.invalidateQueries({ queryKey: ['conversations'] }),
    )
    keepDraft(id, '')
    say(t('inbox.sent', { who }))
  }
  return (
    <>
      {refused && <Failed error={refused} />}
      <CannedChips canned={canned} />
      <form onSubmit={submit} className={css['reply']}>
        <textarea
          ref={box}
          id="answer"
          rows={2}
          required
          aria-label={t('inbox.replyTo', { who })}
          placeholder={t('inbox.replyHere')}
          aria-describedby="answer-size"
          aria-invalid={tooLong}
          value={text}
          onChange={(event) => {
            keepDraft(id, event.target.value)
            forgetRefusal(id)
            onTyped()
          }}
          onKeyDown={onKeyDown}
        />
        <div className={css['foot']}>
          <span id="answer-size" className={tooLong ? 'attn num xs' : 'muted num xs'}>
            {tooLong
              ? t('inbox.tooLong', { count: MAX_PARTS })
              : text !== '' &&
                `${t('broadcasts.parts', { count: parts })} · ${formatMoney({
                  amount: parts * answering.pricePerPart,
                  currency: answering.currency,
                })}`}
          </span>
          <Button type="submit" variant="filled" aria-keyshortcuts="Control+Enter">
            {t('inbox.send')}
          </Button>
        </div>
      </form>
    </>
  )
}
