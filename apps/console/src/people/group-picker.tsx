import type { Group } from '@kurenda/contract'
import { Button, Popover, TextInput } from '@mantine/core'
import { SearchIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { formatNumber } from '../format.ts'
import css from './list/people.module.css'
import { useSave } from './save.ts'

/** A button that asks for one of the groups; `canMake`: also for one that there is not yet. */
export function GroupPicker(props: {
  label: string
  icon: ReactNode
  groups: readonly Group[]
  canMake?: boolean
  variant?: string
  onPick: (group: Pick<Group, 'id' | 'name'>) => void
}) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLocaleLowerCase()
  const found = props.groups.filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
  const pick = (group: Pick<Group, 'id' | 'name'>) => {
    setOpened(false)
    setTyped('')
    props.onPick(group)
  }
  const make = useSave((name: string) => api<Group>('/groups', { name }), pick)
  const isNew = wanted !== '' && !props.groups.some(({ name }) => name.toLocaleLowerCase() === wanted)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="top-start"
      width={300}
      trapFocus
      returnFocus
      shadow="float"
      withRoles={false}
    >
      <Popover.Target>
        <Button
          variant={props.variant ?? 'default'}
          aria-expanded={opened}
          aria-haspopup="dialog"
          leftSection={props.icon}
          onClick={() => setOpened(!opened)}
        >
          {props.label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={props.label} className={css['picker'] ?? ''}>
        <TextInput
          type="search"
          aria-label={t('people.findGroup')}
          placeholder={t(props.canMake ? 'people.findOrMakeGroup' : 'people.findGroup')}
          leftSection={<SearchIcon size={18} aria-hidden="true" />}
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <div className={css['options']}>
          {found.map((group) => (
            <button key={group.id} type="button" onClick={() => pick(group)}>
              {group.name} <span className="muted num">{formatNumber(group.members)}</span>
            </button>
          ))}
          {props.canMake && isNew && (
            <button type="button" onClick={() => make.mutate(typed.trim())}>
              {t('people.makeGroup', { name: typed.trim() })}
            </button>
          )}
          {found.length === 0 && !(props.canMake && isNew) && <p className="muted">{t('people.noGroup')}</p>}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
