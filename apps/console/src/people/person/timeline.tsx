import type { Contact, Moment } from '@kurenda/contract'
import { Button, Textarea } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { Failed } from '../../failed.tsx'
import { formatTime } from '../../format.ts'
import { Loading } from '../../loading.tsx'
import { timelineQuery } from '../queries.ts'
import { useSave } from '../save.ts'
import { MomentWords } from './moment-words.tsx'
import css from './person.module.css'

/** All that happened with a person, the latest first, and a note to add. */
export function Timeline({ person, canWrite }: { person: Contact; canWrite: boolean }) {
  const { t } = useTranslation()
  const past = useInfiniteQuery(timelineQuery(String(person.id)))
  const moments = past.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={css['timeline']} aria-labelledby="timeline">
      <h2 className="head" id="timeline">
        {t('person.timeline')}
      </h2>
      {canWrite && <AddNote person={person} />}
      {past.isPending && <Loading rows={6} />}
      {past.error && <Failed error={past.error} retry={() => void past.refetch()} />}
      <ol>
        {moments.map((moment, i) => (
          <li key={`${moment.is} ${moment.at} ${i}`} data-is={moment.is} data-from={from(moment)}>
            <MomentWords moment={moment} canWrite={canWrite} />
            <time className="xs muted" dateTime={moment.at}>
              {formatTime(moment.at)}
            </time>
          </li>
        ))}
      </ol>
      {past.hasNextPage && (
        <Button loading={past.isFetchingNextPage} onClick={() => void past.fetchNextPage()}>
          {t('app.more')}
        </Button>
      )}
    </section>
  )
}

/** A house marks what the resident did, a circle what the office did. */
const from = (moment: Moment): 'resident' | 'office' =>
  (moment.is === 'entry' && moment.direction === 'in') || (moment.is === 'consent' && moment.source === 'sms')
    ? 'resident'
    : 'office'

function AddNote({ person }: { person: Contact }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const add = useSave(
    (note: string) => api(`/contacts/${person.id}/notes`, { text: note }),
    () => setText(''),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) add.mutate(text)
  }
  return (
    <form className={css['note']} onSubmit={submit}>
      <Textarea
        label={t('person.note')}
        description={t('person.noteText')}
        autosize
        minRows={2}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" loading={add.isPending} disabled={!text.trim()}>
        {t('person.addNote')}
      </Button>
    </form>
  )
}
