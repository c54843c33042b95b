import type { Contact, ConversationThread } from '@kurenda/contract'
import { House } from '@kurenda/ui'
import { BanIcon, LanguagesIcon, MailIcon, MessageSquareTextIcon, UsersRoundIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { fieldsQuery } from '../compose/queries.ts'
import { formatPhone, formatTime } from '../format.ts'
import { useMay } from '../me.ts'
import { notesOfQuery, peopleAtQuery } from './conversations.ts'
import css from './inbox.module.css'

/** Who writes, as far as the office knows, and the reader may see it. */
export function PersonPane({ thread, who }: { thread: ConversationThread; who: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const people = useQuery({ ...peopleAtQuery(thread.from), enabled: may('contacts:read') }).data ?? []
  return (
    <>
      <div className={css['face']}>
        <House name={thread.contactName} on large />
        <div>
          <h2 className="title">{who}</h2>
          {thread.contactName === null && <p className="muted">{t('inbox.unknown')}</p>}
        </div>
      </div>
      <ul className={css['facts']}>
        <li className="num">
          <MessageSquareTextIcon size={20} aria-hidden="true" /> {formatPhone(thread.from)}
        </li>
        {thread.optedOut && (
          <li>
            <BanIcon size={20} aria-hidden="true" /> {t('inbox.optedOut')}
          </li>
        )}
        {thread.groups.length > 0 && (
          <li>
            <UsersRoundIcon size={20} aria-hidden="true" /> {thread.groups.join(', ')}
          </li>
        )}
      </ul>
      {people.map((person) => (
        <Known key={person.id} person={person} alone={people.length === 1} number={thread.from} />
      ))}
    </>
  )
}

function Known({ person, alone, number }: { person: Contact; alone: boolean; number: string }) {
  const { t } = useTranslation()
  const labels = new Map(useQuery(fieldsQuery).data?.items.map(({ key, label }) => [key, label]))
  const notes = useQuery(notesOfQuery(person.id)).data ?? []
  const others = person.addresses.filter(({ value }) => value !== number)
  const fields = Object.entries(person.fields).filter(([, value]) => value !== '')
  return (
    <section aria-label={person.name ?? formatPhone(number)}>
      {!alone && <h3 className="strong">{person.name}</h3>}
      <ul className={css['facts']}>
        {others.map(({ value, kind }) => (
          <li key={value} className="num">
            {kind === 'email' ? (
              <MailIcon size={20} aria-hidden="true" />
            ) : (
              <MessageSquareTextIcon size={20} aria-hidden="true" />
            )}{' '}
            {formatPhone(value)}
          </li>
        ))}
        {person.language !== 'pl' && (
          <li>
            <LanguagesIcon size={20} aria-hidden="true" /> {t('inbox.writesIn', { language: person.language })}
          </li>
        )}
      </ul>
      {fields.length > 0 && (
        <dl className={css['fields']}>
          {fields.map(([key, value]) => (
            <div key={key}>
              <dt className="muted xs">{labels.get(key) ?? key}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {notes.length > 0 && <h3 className="label">{t('inbox.notesOf')}</h3>}
      <ul className={css['notes']}>
        {notes.map(({ id, text, author, at }) => (
          <li key={id}>
            {text}
            <span className="muted xs">
              {author} · {formatTime(at)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
