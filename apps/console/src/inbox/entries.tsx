import type { ConversationEntry, ConversationThread } from '@kurenda/contract'
import { Bubble } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { StickyNoteIcon } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { formatClock, formatDay } from '../format.ts'
import { useMe } from '../me.ts'
import { Status } from '../status.tsx'
import { dayOf } from '../office-time.ts'
import css from './inbox.module.css'
import { takeBack, useOutgoing } from './outgoing.ts'

/** Texts and notes by day, and below them what is about to leave. */
export function Entries({ thread, who }: { thread: ConversationThread; who: string }) {
  const { t } = useTranslation()
  const end = useRef<HTMLDivElement>(null)
  const leaving = useOutgoing().leaving.filter(({ conversation }) => conversation === thread.id)
  useEffect(() => {
    // Newer browsers answer with a promise, which must not become the effect's clean-up.
    void end.current?.scrollIntoView({ block: 'nearest' })
  }, [thread.entries.length, leaving.length])
  const days = Map.groupBy(thread.entries, ({ at }) => dayOf(Date.parse(at)))
  return (
    <div className={css['entries']} role="log" tabIndex={0} aria-label={t('inbox.texts', { who })}>
      {[...days.values()].map((entries) => (
        <div key={entries[0]?.id}>
          <p className={css['day']}>{formatDay(entries[0]?.at ?? '')}</p>
          {entries.map((entry) =>
            entry.direction === 'note' ? <Note key={entry.id} entry={entry} /> : <Text key={entry.id} entry={entry} />,
          )}
        </div>
      ))}
      {leaving.map((one) => (
        <div key={one.key} className={css['entry']} data-direction="out" data-held={one.held}>
          <Bubble ours>{one.text}</Bubble>
          <p>
            {t(one.held ? 'inbox.leavesSoon' : 'inbox.leaves')}
            {one.held && (
              <Button variant="subtle" onClick={() => takeBack(one)}>
                {t('inbox.takeBack')}
              </Button>
            )}
          </p>
        </div>
      ))}
      <div ref={end} />
    </div>
  )
}

const formatAt = (iso: string) => formatClock(Date.parse(iso))

function Text({ entry }: { entry: ConversationEntry }) {
  const { t } = useTranslation()
  return (
    <div className={css['entry']} data-direction={entry.direction}>
      <Bubble ours={entry.direction !== 'in'}>{entry.text}</Bubble>
      <p className="num">
        {entry.direction === 'out' && <>{entry.author ?? t('inbox.automatic')} · </>}
        {formatAt(entry.at)}
        {entry.messageState && (
          <>
            {' '}
            <Status state={entry.messageState} small />
          </>
        )}
      </p>
    </div>
  )
}

function Note({ entry }: { entry: ConversationEntry }) {
  const { t } = useTranslation()
  const { userId } = useMe()
  return (
    <div className={css['note']} data-mine={entry.mentions.some((one) => one.userId === userId)}>
      <StickyNoteIcon size={20} aria-hidden="true" />
      <div>
        <b className="strong">{entry.author ?? t('inbox.automatic')}</b>{' '}
        <span className="xs muted num">{t('inbox.noteSeen', { at: formatAt(entry.at) })}</span>
        <p>{markMentions(entry)}</p>
      </div>
    </div>
  )
}

/** The names that a note calls stand out. */
function markMentions({ text, mentions }: ConversationEntry) {
  const names = mentions.map(({ name }) => `@${name}`).sort((one, other) => other.length - one.length)
  if (names.length === 0) return text
  const pattern = new RegExp(`(${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`)
  return text.split(pattern).map((piece, i) =>
    names.includes(piece) ? (
      <b key={i} className={css['mention']}>
        {piece}
      </b>
    ) : (
      piece
    ),
  )
}
