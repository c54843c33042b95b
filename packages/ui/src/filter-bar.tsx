import { NativeSelect, TextInput } from '@mantine/core'
import { SearchIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import css from './filter-bar.module.css'

export type Filters = Record<string, string | undefined>

/**
 * The filters of a list. Their values live in the page's address, so that a list can be sent to a colleague: `value` is what
 * stands there, `onChange` is called with what is to stand there; undefined takes a filter away.
 */
export function FilterBar(props: {
  label: string
  value: Filters
  onChange: (value: Filters) => void
  search?: { name: string; label: string; placeholder: string }
  selects?: readonly {
    name: string
    label: string
    all: string
    options: readonly { value: string; label: string }[]
  }[]
  children?: ReactNode
}) {
  const { value, search } = props
  const set = (name: string, to: string) => props.onChange({ ...value, [name]: to === '' ? undefined : to })
  return (
    <div className={css['bar']} role="search" aria-label={props.label}>
      {search && (
        <TextInput
          type="search"
          aria-label={search.label}
          placeholder={search.placeholder}
          leftSection={<SearchIcon size={18} aria-hidden="true" />}
          value={value[search.name] ?? ''}
          onChange={(event) => set(search.name, event.currentTarget.value)}
        />
      )}
      {props.selects?.map((select) => (
        <NativeSelect
          key={select.name}
          aria-label={select.label}
          value={value[select.name] ?? ''}
          onChange={(event) => set(select.name, event.currentTarget.value)}
          data={[{ value: '', label: select.all }, ...select.options]}
        />
      ))}
      {props.children}
    </div>
  )
}
