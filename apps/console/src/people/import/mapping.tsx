import type { ColumnUse, ImportPreview } from '@kurenda/contract'
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { fieldsQuery } from '../../compose/queries.ts'
import css from './import.module.css'

const uses = ['phone', 'name', 'given_name', 'family_name', 'email', 'language'] as const
const samples = 3

/** What each column of the list is: guessed by its name, changed here. */
export function Mapping(props: {
  preview: ImportPreview
  mapping: readonly ColumnUse[]
  onChange: (mapping: ColumnUse[]) => void
}) {
  const { t } = useTranslation()
  const { preview, mapping, onChange } = props
  const fields = useQuery(fieldsQuery).data?.items ?? []
  return (
    <ul className={`rows ${css['columns']}`}>
      {preview.columns.map((column, i) => {
        const use = mapping[i] ?? { as: 'ignore' }
        const value = use.as === 'field' ? `field:${use.key}` : use.as
        const own = [...new Set([...fields.map(({ key }) => key), ...(use.as === 'field' ? [use.key] : []), column])]
        const name = column || t('imports.column', { number: i + 1 })
        return (
          <li key={i}>
            <div>
              <h3>{name}</h3>
              <p className="muted">
                {preview.rows
                  .map((row) => row.values[i]?.trim())
                  .filter(Boolean)
                  .slice(0, samples)
                  .join(' · ')}
              </p>
            </div>
            <NativeSelect
              aria-label={t('imports.use', { column: name })}
              value={value}
              onChange={(event) => onChange(assign(mapping, i, readUse(event.currentTarget.value)))}
              data={[
                { value: 'ignore', label: t('imports.use.ignore') },
                ...uses.map((each) => ({ value: each, label: t(`imports.use.${each}`) })),
                ...own
                  .filter((key) => key !== '')
                  .map((key) => ({
                    value: `field:${key}`,
                    label: t('imports.use.field', { field: fields.find((field) => field.key === key)?.label ?? key }),
                  })),
              ]}
            />
          </li>
        )
      })}
    </ul>
  )
}

const readUse = (value: string): ColumnUse =>
  value.startsWith('field:')
    ? { as: 'field', key: value.slice('field:'.length) }
    : { as: value as (typeof uses)[number] | 'ignore' }

const isSame = (one: ColumnUse, other: ColumnUse) =>
  one.as === other.as && (one.as !== 'field' || (other.as === 'field' && one.key === other.key))

/** A use for a column; whichever column had it before is left out, since nothing can be said twice. */
const assign = (mapping: readonly ColumnUse[], at: number, use: ColumnUse): ColumnUse[] =>
  mapping.map((each, i) => {
    if (i === at) return use
    return use.as !== 'ignore' && isSame(each, use) ? { as: 'ignore' } : each
  })
