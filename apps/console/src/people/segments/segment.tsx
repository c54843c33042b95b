import type { Condition, Segment as Saved } from '@kurenda/contract'
import { Failed as FailedText, House, Notice, Page, PageHead, Subtraction } from '@kurenda/ui'
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { MessageSquarePlusIcon } from 'lucide-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '../../api.ts'
import { segmentsQuery } from '../../compose/queries.ts'
import { Failed } from '../../failed.tsx'
import { formatNumber } from '../../format.ts'
import { LinkButton, newMessage } from '../../link-button.tsx'
import { Loading } from '../../loading.tsx'
import { useMay } from '../../me.ts'
import { useTitle } from '../../title.ts'
import { useToast } from '../../toasts.tsx'
import form from '../form.module.css'
import { nameOf } from '../name-of.ts'
import { countQuery, examplesQuery } from '../queries.ts'
import { useRefreshPeople } from '../save.ts'
import { isComplete, joined, leafOf } from './conditions.ts'
import { describe } from './describe.ts'
import css from './segments.module.css'
import { TreeEditor } from './tree-editor.tsx'
import { useNames } from './use-names.ts'

/** A segment: a filter that is put together like a sentence, with those who fit beside it. */
export function Segment() {
  const { t } = useTranslation()
  const { id = 'new' } = useParams({ strict: false })
  const segments = useQuery(segmentsQuery)
  const saved = segments.data?.items.find((one) => String(one.id) === id)
  useTitle(saved?.name ?? t('segments.add'))
  return (
    <Page>
      {id !== 'new' && segments.isPending && <Loading rows={6} />}
      {segments.error && <Failed error={segments.error} retry={() => void segments.refetch()} />}
      {id !== 'new' && segments.isSuccess && !saved && <FailedText text={t('segments.gone')} />}
      {(id === 'new' || saved) && <Edit key={id} saved={saved} />}
    </Page>
  )
}

function Edit({ saved }: { saved: Saved | undefined }) {
  const { t } = useTranslation()
  const may = useMay()
  const say = useToast()
  const navigate = useNavigate()
  const refresh = useRefreshPeople()
  const { names } = useNames()
  // What is shown is what was read, even if it is read again meanwhile.
  const [base, setBase] = useState(saved)
  const [theirs, setTheirs] = useState<Saved>()
  const [name, setName] = useState(saved?.name ?? '')
  const [condition, setCondition] = useState(() => joined(saved?.condition ?? { all: [leafOf('in_group')] }))
  const [tried, setTried] = useState(false)
  const whole = isComplete(condition)
  const save = useMutation({
    mutationFn: (version: number | undefined) =>
      version === undefined
        ? api<Saved>('/segments', { name, condition })
        : api<Saved>(`/segments/${base?.id ?? 0}`, { version, name, condition }, 'PATCH'),
    onSuccess: async (segment) => {
      say(t('segments.saved', { name: segment.name }))
      await navigate({ to: '/people/segments' })
      await refresh()
    },
    onError: async (error) => {
      if (!isProblem(error, 'segment-changed')) return
      const { items } = await api<{ items: Saved[] }>('/segments')
      setTheirs(items.find(({ id }) => id === base?.id))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim() && whole) save.mutate((theirs ?? base)?.version)
  }
  return (
    <form className={form['form']} noValidate onSubmit={submit}>
      <PageHead
        crumb={<Link to="/people/segments">{t('people.segments')}</Link>}
        title={saved?.name ?? t('segments.add')}
        actions={
          <>
            <LinkButton to="/people/segments">{t('people.cancel')}</LinkButton>
            {saved && may('broadcasts:send') && (
              <LinkButton
                to="/compose/{-$id}"
                params={newMessage}
                search={{ segment: saved.id }}
                leftSection={<MessageSquarePlusIcon size={18} aria-hidden="true" />}
              >
                {t('segments.write')}
              </LinkButton>
            )}
            {may('contacts:write') && (
              <Button variant="filled" type="submit" loading={save.isPending}>
                {t(theirs ? 'person.saveAnyway' : 'person.save')}
              </Button>
            )}
          </>
        }
      />
      {theirs && (
        <Notice>
          <p role="alert">
            {t('segments.conflict')} <b>{theirs.name}</b>: {describe(theirs.condition, t, names)}
          </p>
          <Button
            onClick={() => {
              setBase(theirs)
              setName(theirs.name)
              setCondition(joined(theirs.condition))
              setTheirs(undefined)
              save.reset()
            }}
          >
            {t('person.takeTheirs')}
          </Button>
        </Notice>
      )}
      {save.error && !isProblem(save.error, 'segment-changed') && <Failed error={save.error} />}
      <div className={css['editor']}>
        <div className={css['left']}>
          <TextInput
            label={t('segments.name')}
            placeholder={t('segments.nameHere')}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={tried && !name.trim() && t('segments.missingName')}
          />
          <p className={css['sentence']} aria-live="polite">
            {describe(condition, t, names)}.
          </p>
          <TreeEditor condition={condition} onChange={setCondition} />
          {tried && !whole && <FailedText text={t('segments.incomplete')} />}
        </div>
        <WhoFits condition={whole ? condition : null} />
      </div>
    </form>
  )
}

/** How many fit, how many of them get a text, and some of them by name. */
function WhoFits({ condition }: { condition: Condition | null }) {
  const { t } = useTranslation()
  const [asked] = useDebouncedValue(condition, 300)
  const keep = { placeholderData: <Data,>(before: Data) => before }
  const count = useQuery({ ...countQuery(asked), ...keep })
  const examples = useQuery({ ...examplesQuery(asked), ...keep })
  if (!condition)
    return (
      <aside className={css['fits']}>
        <h2 className="head">{t('segments.fits')}</h2>
        <p className="muted">{t('segments.incomplete')}</p>
      </aside>
    )
  const { chosen = 0, recipients = 0, excluded } = count.data ?? {}
  const lines = [
    { name: t('compose.duplicates'), by: excluded?.duplicateNumber ?? 0 },
    { name: t('compose.optedOut'), by: excluded?.optedOut ?? 0 },
    { name: t('compose.noPhone'), by: excluded?.noPhone ?? 0 },
  ].filter(({ by }) => by > 0)
  return (
    <aside className={css['fits']} aria-busy={count.isFetching}>
      <h2 className="head">{t('segments.fits')}</h2>
      {count.isPending && <Loading rows={3} />}
      {count.error && <Failed error={count.error} retry={() => void count.refetch()} />}
      {count.data && (
        <>
          <p className={css['number']} role="status">
            <b className="num">{formatNumber(chosen)}</b> {t('gate.people', { count: chosen })}
          </p>
          {lines.length > 0 && (
            <Subtraction
              lines={lines.map(({ name, by }) => ({ name, count: `−${formatNumber(by)}` }))}
              name={t('segments.gets')}
              left={formatNumber(recipients)}
            />
          )}
        </>
      )}
      <ul className="rows">
        {examples.data?.items.map((person) => (
          <li key={person.id} className={css['person']}>
            <House name={person.name} />
            <Link to="/people/$id" params={{ id: String(person.id) }} target="_blank">
              {nameOf(person, t)}
              <span className="heard"> {t('segments.newTab')}</span>
            </Link>
          </li>
        ))}
      </ul>
      {examples.data?.next && <p className="muted">{t('segments.andOthers')}</p>}
    </aside>
  )
}
