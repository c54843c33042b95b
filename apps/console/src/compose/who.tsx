import type { AudienceCount, DraftContent } from '@kurenda/contract'
import { AudienceChip, Subtraction } from '@kurenda/ui'
import { Button, Checkbox, Popover, Textarea, TextInput } from '@mantine/core'
import { FunnelIcon, PlusIcon, SearchIcon, UsersIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../failed.tsx'
import { formatNumber } from '../format.ts'
import css from './compose.module.css'
import { groupsQuery, segmentsQuery } from './queries.ts'

type Audience = DraftContent['audience']

/** Whom it goes to, how many that is, and where the number comes from. */
export function Who(props: {
  audience: Audience
  onChange: (audience: Audience) => void
  count: AudienceCount | undefined
  error: Error | null
}) {
  const { t } = useTranslation()
  const { audience, onChange, count } = props
  const [pastes, setPastes] = useState(audience.numbers !== '')
  const recipients = count?.recipients ?? 0
  return (
    <>
      <h2 className="label">{t('compose.who')}</h2>
      <p className={css['count']} aria-live="polite">
        {formatNumber(recipients)} <span>{t('gate.people', { count: recipients })}</span>
      </p>
      <Chosen audience={audience} onChange={onChange}>
        {!pastes && (
          <Button variant="subtle" onClick={() => setPastes(true)}>
            {t('compose.paste')}
          </Button>
        )}
      </Chosen>
      {pastes && (
        <Textarea
          label={t('compose.numbers')}
          autosize
          minRows={3}
          maxRows={10}
          value={audience.numbers}
          onChange={(event) => onChange({ ...audience, numbers: event.currentTarget.value })}
        />
      )}
      {props.error && <Failed error={props.error} />}
      {count && count.chosen > 0 && <Explained count={count} />}
    </>
  )
}

/** Groups and segments that are chosen, and the way to others. */
export function Chosen(props: { audience: Audience; onChange: (audience: Audience) => void; children?: ReactNode }) {
  const { t } = useTranslation()
  const { audience, onChange } = props
  const groups = useQuery(groupsQuery).data?.items ?? []
  const segments = useQuery(segmentsQuery).data?.items ?? []
  return (
    <div className={css['chips']}>
      {groups
        .filter(({ id }) => audience.groups.includes(id))
        .map(({ id, name, members }) => (
          <AudienceChip
            key={id}
            icon={<UsersIcon size={18} aria-hidden="true" />}
            name={name}
            count={formatNumber(members)}
            remove={t('compose.remove', { name })}
            onRemove={() => onChange({ ...audience, groups: audience.groups.filter((each) => each !== id) })}
          />
        ))}
      {segments
        .filter(({ id }) => audience.segments.includes(id))
        .map(({ id, name }) => (
          <AudienceChip
            key={id}
            icon={<FunnelIcon size={18} aria-hidden="true" />}
            name={name}
            remove={t('compose.remove', { name })}
            onRemove={() => onChange({ ...audience, segments: audience.segments.filter((each) => each !== id) })}
          />
        ))}
      <Picker audience={audience} onChange={onChange} />
      {props.children}
    </div>
  )
}

/** Lines to look up by eye; the rest is only counted. */
const shownLines = 5

function Explained({ count }: { count: AudienceCount }) {
  const { t } = useTranslation()
  const { optedOut, noPhone, trashed, duplicateNumber } = count.excluded
  const lines = count.refused
    .slice(0, shownLines)
    .map(({ line }) => formatNumber(line))
    .join(', ')
  const taken = [
    { name: t('compose.duplicates'), by: duplicateNumber },
    { name: t('compose.optedOut'), by: optedOut },
    { name: t('compose.noPhone'), by: noPhone },
    { name: t('compose.trashed'), by: trashed },
    {
      name: t('compose.refused', {
        count: count.refusedCount,
        lines: count.refusedCount > shownLines ? `${lines}…` : lines,
      }),
      by: count.refusedCount,
    },
  ].filter(({ by }) => by > 0)
  return (
    <section>
      <h3 className="label">{t('compose.whence')}</h3>
      <Subtraction
        lines={[
          { name: t('compose.chosen'), count: formatNumber(count.chosen) },
          ...taken.map(({ name, by }) => ({ name, count: `−${formatNumber(by)}` })),
        ]}
        name={t('compose.gets')}
        left={formatNumber(count.recipients)}
      />
    </section>
  )
}

function Picker({ audience, onChange }: { audience: Audience; onChange: (audience: Audience) => void }) {
  const { t } = useTranslation()
  const [q, setQ] = useState('')
  const [opened, setOpened] = useState(false)
  const groups = useQuery(groupsQuery)
  const segments = useQuery(segmentsQuery)
  const matches = ({ name }: { name: string }) => name.toLocaleLowerCase().includes(q.trim().toLocaleLowerCase())
  const toggle = (of: 'groups' | 'segments', id: number) =>
    onChange({
      ...audience,
      [of]: audience[of].includes(id) ? audience[of].filter((each) => each !== id) : [...audience[of], id],
    })
  const foundGroups = (groups.data?.items ?? []).filter(matches)
  const foundSegments = (segments.data?.items ?? []).filter(matches)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      width={320}
      trapFocus
      returnFocus
      shadow="float"
      withRoles={false}
    >
      <Popover.Target>
        <Button
          variant="subtle"
          aria-expanded={opened}
          aria-haspopup="dialog"
          leftSection={<PlusIcon size={18} aria-hidden="true" />}
          onClick={() => setOpened(!opened)}
        >
          {t('compose.add')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('compose.add')} className={css['picker'] ?? ''}>
        <TextInput
          type="search"
          aria-label={t('compose.find')}
          placeholder={t('compose.find')}
          leftSection={<SearchIcon size={18} aria-hidden="true" />}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        {groups.error && <Failed error={groups.error} retry={() => void groups.refetch()} />}
        <div className={css['options']}>
          {foundGroups.length > 0 && (
            <fieldset>
              <legend className="label">{t('compose.groups')}</legend>
              {foundGroups.map(({ id, name, members }) => (
                <Checkbox
                  key={id}
                  label={
                    <>
                      {name} <span className="muted num">{formatNumber(members)}</span>
                    </>
                  }
                  checked={audience.groups.includes(id)}
                  onChange={() => toggle('groups', id)}
                />
              ))}
            </fieldset>
          )}
          {foundSegments.length > 0 && (
            <fieldset>
              <legend className="label">{t('compose.segments')}</legend>
              {foundSegments.map(({ id, name }) => (
                <Checkbox
                  key={id}
                  label={name}
                  checked={audience.segments.includes(id)}
                  onChange={() => toggle('segments', id)}
                />
              ))}
            </fieldset>
          )}
          {groups.isSuccess && foundGroups.length + foundSegments.length === 0 && (
            <p className="muted">{t(q === '' ? 'compose.noGroups' : 'compose.noneFound')}</p>
          )}
        </div>
        <Button onClick={() => setOpened(false)}>{t('compose.ready')}</Button>
      </Popover.Dropdown>
    </Popover>
  )
}
