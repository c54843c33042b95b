import type { NewConversationNote, Replied } from '@kurenda/contract'
import { Dot } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type KeyboardEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { useMe } from '../me.ts'
import { colleaguesQuery } from './conversations.ts'
import css from './inbox.module.css'

const mostOffered = 5
const longest = 5_000
/** What is written after the last @, up to the cursor. */
const called = /(?:^|\s)@([\p{L} -]{0,40})$/u

/** A note that only staff see; @ calls a colleague. */
export function NoteForm(props: {
  id: number
  box: RefObject<HTMLTextAreaElement | null>
  onTyped: () => void
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void
}) {
  const { t } = useTranslation()
  const { id, box } = props
  const client = useQueryClient()
  const { userId: me } = useMe()
  const colleagues = useQuery(colleaguesQuery).data ?? []
  const [text, setText] = useState('')
  const [typed, setTyped] = useState<string>()
  const [at, setAt] = useState(0)
  const save = useMutation({
    mutationFn: () => {
      const mentions = colleagues.filter(({ name }) => text.includes(`@${name}`)).map(({ userId }) => userId)
      return api<Replied>(`/conversations/${id}/notes`, { text, mentions } satisfies NewConversationNote)
    },
    onSuccess: async () => {
      setText('')
      await client.invalidateQueries({ queryKey: ['conversations'] })
    },
  })
  const offered =
    typed === undefined
      ? []
      : colleagues
          .filter(({ userId, name }) => userId !== me && name.toLocaleLowerCase().startsWith(typed.toLocaleLowerCase()))
          .slice(0, mostOffered)
  const look = (value: string, caret: number) => {
    setTyped(called.exec(value.slice(0, caret))?.[1])
    setAt(0)
  }
  const pick = (name: string) => {
    const caret = box.current?.selectionStart ?? text.length
    const before = text.slice(0, caret).replace(/@[\p{L} -]*$/u, `@${name} `)
    setText(before + text.slice(caret))
    setTyped(undefined)
    requestAnimationFrame(() => {
      box.current?.focus()
      box.current?.setSelectionRange(before.length, before.length)
    })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const chosen = offered[at]
    if (chosen && !event.ctrlKey) {
      const acts: Record<string, () => void> = {
        ArrowDown: () => setAt((at + 1) % offered.length),
        ArrowUp: () => setAt((at + offered.length - 1) % offered.length),
        Enter: () => pick(chosen.name),
        Tab: () => pick(chosen.name),
        Escape: () => setTyped(undefined),
      }
      const act = acts[event.key]
      if (act) {
        event.preventDefault()
        return act()
      }
    }
    props.onKeyDown(event)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '' && !save.isPending) save.mutate()
  }
  return (
    <form onSubmit={submit} className={css['reply']} data-note="true">
      {save.error && <Failed error={save.error} />}
      {offered.length > 0 && (
        <ul id="mentions" role="listbox" aria-label={t('inbox.mention')} className={css['mentions']}>
          {offered.map(({ userId, name }, i) => (
            <li
              key={userId}
              id={`mention-${userId}`}
              role="option"
              aria-selected={i === at}
              onMouseDown={(event) => {
                event.preventDefault()
                pick(name)
              }}
            >
              <Dot name={name} small /> {name}
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={box}
        rows={2}
        required
        maxLength={longest}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={offered.length > 0}
        aria-controls="mentions"
        aria-activedescendant={offered[at] && `mention-${offered[at].userId}`}
        aria-label={t('inbox.note')}
        placeholder={t('inbox.noteHere')}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          look(event.target.value, event.target.selectionStart)
          props.onTyped()
        }}
        onKeyDown={onKeyDown}
      />
      <div className={css['foot']}>
        <span className="muted xs">{t('inbox.onlyStaff')}</span>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {t('inbox.saveNote')}
        </Button>
      </div>
    </form>
  )
}
