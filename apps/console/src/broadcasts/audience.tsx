import type { GroupList } from '@kurenda/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatNumber } from '../format.ts'

/** To groups or to pasted numbers: a broadcast has one kind of list. */
export interface Audience {
  kind: 'groups' | 'numbers'
  groups: readonly number[]
  numbers: string
}

export const isEmpty = (audience: Audience) =>
  audience.kind === 'groups' ? audience.groups.length === 0 : audience.numbers.trim() === ''

export function AudienceField({ value, onChange }: { value: Audience; onChange: (value: Audience) => void }) {
  const { t } = useTranslation()
  const kinds = [
    ['groups', t('compose.toGroups')],
    ['numbers', t('compose.toNumbers')],
  ] as const
  return (
    <fieldset>
      <legend>{t('compose.who')}</legend>
      <div className="segments">
        {kinds.map(([kind, label]) => (
          <label key={kind}>
            <input
              type="radio"
              name="kind"
              checked={value.kind === kind}
              onChange={() => onChange({ ...value, kind })}
            />
            {label}
          </label>
        ))}
      </div>
      {value.kind === 'groups' ? (
        <Groups chosen={value.groups} onChange={(groups) => onChange({ ...value, groups })} />
      ) : (
        <label>
          {t('compose.numbers')}
          <textarea
            rows={5}
            value={value.numbers}
            onChange={(event) => onChange({ ...value, numbers: event.target.value })}
          />
        </label>
      )}
    </fieldset>
  )
}

function Groups({ chosen, onChange }: { chosen: readonly number[]; onChange: (chosen: readonly number[]) => void }) {
  const { t } = useTranslation()
  const groups = useQuery({ queryKey: ['groups'], queryFn: () => api<GroupList>('/groups') })
  if (groups.isPending) return <p>{t('app.loading')}</p>
  if (groups.error) return <Failed error={groups.error} retry={() => void groups.refetch()} />
  if (groups.data.items.length === 0) return <p className="empty">{t('compose.noGroups')}</p>
  return (
    <div className="picks">
      {groups.data.items.map(({ id, name, members }) => (
        <label key={id} className="pick">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
            }
          />
          {name} <span className="num">{formatNumber(members)}</span>
        </label>
      ))}
    </div>
  )
}
