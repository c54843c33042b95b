import type { ConditionLeaf } from '@kurenda/contract'
import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { languages } from '../filter.ts'
import { leafOf, predicates, subjectOf, subjects, type Predicate } from './conditions.ts'
import css from './segments.module.css'
import { useNames } from './use-names.ts'

/** One condition, read from left to right: of what, which way, which one. */
export function LeafEditor({ leaf, onChange }: { leaf: ConditionLeaf; onChange: (leaf: ConditionLeaf) => void }) {
  const { t } = useTranslation()
  const { fields } = useNames()
  const subject = subjectOf(leaf)
  const of = 'field' in leaf ? `field:${leaf.field}` : subject
  const known = fields.some(({ key }) => 'field' in leaf && key === leaf.field)
  const pickSubject = (value: string) => {
    const key = value.startsWith('field:') ? value.slice('field:'.length) : undefined
    onChange(key === undefined ? leafOf(predicates[value as 'group'][0]) : leafOf('field_equal', { field: key }))
  }
  return (
    <div className={css['leaf']}>
      <NativeSelect
        aria-label={t('condition.subject')}
        value={of}
        onChange={(event) => pickSubject(event.currentTarget.value)}
        data={[
          ...subjects.map((value) => ({ value: value, label: t(`condition.subject.${value}`) })),
          ...fields.map(({ key, label }) => ({ value: `field:${key}`, label })),
          // A list may bring values of which nobody made a field.
          ...('field' in leaf && !known ? [{ value: of, label: leaf.field || '…' }] : []),
        ]}
      />
      {predicates[subject].length > 1 && (
        <NativeSelect
          aria-label={t('condition.predicate')}
          value={leaf.is}
          onChange={(event) => onChange(leafOf(event.currentTarget.value as Predicate, leaf))}
          data={predicates[subject].map((value) => ({ value, label: t(`condition.is.${value}`) }))}
        />
      )}
      <Value leaf={leaf} onChange={onChange} />
    </div>
  )
}

const compares = [
  ['<', 'less'],
  ['<=', 'most'],
  ['>', 'more'],
  ['>=', 'least'],
] as const

/** With what it is compared. */
function Value({ leaf, onChange }: { leaf: ConditionLeaf; onChange: (leaf: ConditionLeaf) => void }) {
  const { t } = useTranslation()
  const { groups, fields, broadcasts } = useNames()
  const chooseOne = { value: '0', label: t('condition.chooseOne') }
  const label = t('condition.value')
  switch (leaf.is) {
    case 'in_group':
    case 'not_in_group':
      return (
        <NativeSelect
          aria-label={label}
          value={leaf.group}
          onChange={(event) => onChange({ ...leaf, group: Number(event.currentTarget.value) })}
          data={[chooseOne, ...groups.map(({ id, name }) => ({ value: String(id), label: name }))]}
        />
      )
    case 'replied_to':
    case 'not_replied_to': {
      const known = broadcasts.some(({ id }) => id === leaf.broadcast)
      return (
        <NativeSelect
          aria-label={label}
          value={leaf.broadcast}
          onChange={(event) => onChange({ ...leaf, broadcast: Number(event.currentTarget.value) })}
          data={[
            chooseOne,
            ...broadcasts.map(({ id, name }) => ({ value: String(id), label: name })),
            ...(known || leaf.broadcast === 0 ? [] : [String(leaf.broadcast)]),
          ]}
        />
      )
    }
    case 'language':
      return (
        <NativeSelect
          aria-label={label}
          value={leaf.language}
          onChange={(event) => onChange({ ...leaf, language: event.currentTarget.value as 'pl' })}
          data={languages.map((value) => ({ value, label: t(`people.language.${value}`) }))}
        />
      )
    case 'created_since':
    case 'created_before':
      return <Day label={label} day={leaf.day} onChange={(day) => onChange({ ...leaf, day })} />
    case 'field_equal':
    case 'field_not_equal': {
      const choices = fields.find(({ key }) => key === leaf.field)?.choices ?? []
      if (choices.length === 0) return <Text label={label} leaf={leaf} onChange={onChange} />
      const all = leaf.value === '' || choices.includes(leaf.value) ? choices : [...choices, leaf.value]
      return (
        <NativeSelect
          aria-label={label}
          value={leaf.value}
          onChange={(event) => onChange({ ...leaf, value: event.currentTarget.value })}
          data={[{ value: '', label: t('condition.chooseOne') }, ...all]}
        />
      )
    }
    case 'field_contains':
      return <Text label={label} leaf={leaf} onChange={onChange} />
    case 'field_number':
    case 'field_date':
      return (
        <>
          <NativeSelect
            aria-label={t('condition.compare')}
            value={leaf.compare}
            onChange={(event) => onChange({ ...leaf, compare: event.currentTarget.value as '<' })}
            data={compares.map(([value, key]) => ({
              value,
              label: t(leaf.is === 'field_number' ? `condition.numberIs.${key}` : `condition.dateIs.${key}`),
            }))}
          />
          {leaf.is === 'field_date' ? (
            <Day label={label} day={leaf.day} onChange={(day) => onChange({ ...leaf, day })} />
          ) : (
            <NumberInput
              aria-label={label}
              hideControls
              decimalSeparator=","
              value={Number.isFinite(leaf.number) ? leaf.number : ''}
              onChange={(number) => onChange({ ...leaf, number: number === '' ? NaN : Number(number) })}
            />
          )}
        </>
      )
    default:
      return null
  }
}

type Texts = Extract<ConditionLeaf, { value: string }>

const Text = ({ label, leaf, onChange }: { label: string; leaf: Texts; onChange: (leaf: ConditionLeaf) => void }) => (
  <TextInput
    aria-label={label}
    maxLength={1000}
    value={leaf.value}
    onChange={(event) => onChange({ ...leaf, value: event.currentTarget.value })}
  />
)

const Day = ({ label, day, onChange }: { label: string; day: string; onChange: (day: string) => void }) => (
  <TextInput aria-label={label} type="date" value={day} onChange={(event) => onChange(event.currentTarget.value)} />
)
