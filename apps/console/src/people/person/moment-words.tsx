import type { Contact, Moment } from '@kurenda/contract'
import { Status } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { formatPhone } from '../../format.ts'
import { useToast } from '../../toasts.tsx'
import { nameOf } from '../name-of.ts'
import { useSave } from '../save.ts'
import css from './person.module.css'

type Of<Kind extends Moment['is']> = Extract<Moment, { is: Kind }>

/** A moment of a person's timeline in words. */
export function MomentWords({ moment, canWrite }: { moment: Moment; canWrite: boolean }) {
  const { t } = useTranslation()
  switch (moment.is) {
    case 'message':
      return <Message moment={moment} />
    case 'entry':
      return <Entry moment={moment} />
    case 'consent':
      return <Consent moment={moment} />
    case 'note':
      return <Note moment={moment} canWrite={canWrite} />
    case 'merge':
      return <Merge moment={moment} canWrite={canWrite} />
    case 'group':
      return (
        <p>
          {t('moment.group')}{' '}
          <Link to="/people" search={{ group: moment.group.id }}>
            {moment.group.name}
          </Link>
        </p>
      )
    case 'trash':
      return <p>{t('moment.trash')}</p>
    case 'created':
      return <p>{t(moment.import === null ? 'moment.created' : 'moment.imported')}</p>
  }
}

function Message({ moment }: { moment: Of<'message'> }) {
  const { t } = useTranslation()
  const { broadcast } = moment
  return (
    <>
      <p className={css['what']}>
        {broadcast ? (
          <Link to="/broadcasts/$id" params={{ id: String(broadcast.id) }}>
            {broadcast.name || t('broadcasts.unnamed')}
          </Link>
        ) : (
          <span>{t('moment.message')}</span>
        )}
        <Status small state={moment.state} word={t(`message.${moment.state}`, { count: 1 })} />
      </p>
      <blockquote>{moment.text}</blockquote>
    </>
  )
}

function Entry({ moment }: { moment: Of<'entry'> }) {
  const { t } = useTranslation()
  const words = {
    in: t('moment.wrote'),
    out: moment.by ? t('moment.answered', { name: moment.by }) : t('moment.machineAnswered'),
    note: t('moment.noted', { name: moment.by ?? '' }),
  }
  return (
    <>
      <p className={css['what']}>
        <Link to="/inbox/$id" params={{ id: String(moment.conversation) }}>
          {words[moment.direction]}
        </Link>
      </p>
      <blockquote data-direction={moment.direction}>{moment.text}</blockquote>
    </>
  )
}

function Consent({ moment }: { moment: Of<'consent'> }) {
  const { t } = useTranslation()
  return (
    <>
      <p>
        {t(moment.what === 'opt_out' ? 'moment.optedOut' : 'moment.optedIn', { address: formatPhone(moment.address) })}
        {moment.by && <span className="muted"> · {t('moment.recorded', { name: moment.by })}</span>}
      </p>
      {moment.words && <blockquote>{moment.words}</blockquote>}
    </>
  )
}

function Note({ moment, canWrite }: { moment: Of<'note'>; canWrite: boolean }) {
  const { t } = useTranslation()
  const [asks, setAsks] = useState(false)
  const remove = useSave(() => api(`/contact-notes/${moment.id}`, undefined, 'DELETE'))
  return (
    <div className={css['noted']}>
      <p>
        <b>{moment.by}</b> <span className="xs muted">{t('moment.onlyStaff')}</span>
      </p>
      <p className={css['text']}>{moment.text}</p>
      {canWrite && !asks && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAsks(true)}>
          {t('moment.removeNote')}
        </Button>
      )}
      {asks && (
        <p className={css['what']}>
          {t('moment.removeNoteSure')}
          <Button loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
            {t('moment.removeNote')}
          </Button>
          <Button variant="subtle" onClick={() => setAsks(false)}>
            {t('people.cancel')}
          </Button>
        </p>
      )}
    </div>
  )
}

function Merge({ moment, canWrite }: { moment: Of<'merge'>; canWrite: boolean }) {
  const { t } = useTranslation()
  const say = useToast()
  const undo = useSave(
    () => api<Contact>(`/contact-merges/${moment.merge}/undo`, {}),
    (back) => say(t('duplicates.parted', { name: nameOf(back, t) })),
  )
  return (
    <p className={css['what']}>
      <span>
        {t('moment.merged', { name: moment.name ?? t('people.unnamed') })} <span className="muted">· {moment.by}</span>
      </span>
      {canWrite && moment.undoable && (
        <Button variant="subtle" size="compact-sm" loading={undo.isPending} onClick={() => undo.mutate(undefined)}>
          {t('moment.part')}
        </Button>
      )}
    </p>
  )
}
