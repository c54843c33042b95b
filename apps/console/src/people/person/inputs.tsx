import type { ContactField } from '@kurenda/contract'
import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { PlusIcon, XIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../../api.ts'
import { fieldsQuery } from '../../compose/queries.ts'
import { languages } from '../filter.ts'
import css from '../form.module.css'
import { labelOf } from './details.tsx'
import { textOf } from './problem.ts'
import type { Values } from './values.ts'

const mostAddresses = 10

/** The fields of a person's form. What the server refused is said beside its field. */
export function Inputs(props: { values: Values; onChange: (values: Values) => void; error: Error | null }) {
  const { t } = useTranslation()
  const { values, onChange, error } = props
  const defined = useQuery(fieldsQuery).data?.items ?? []
  const keys = [...new Set([...defined.map(({ key }) => key), ...Object.keys(values.fields)])]
  const setField = (key: string, value: string) => onChange({ ...values, fields: { ...values.fields, [key]: value } })
  return (
    <>
      <TextInput
        label={t('person.name')}
        maxLength={200}
        value={values.name}
        onChange={(event) => onChange({ ...values, name: event.currentTarget.value })}
        error={textOf(error, { code: 'contact-without-anything' }) ?? textOf(error, { field: 'name' })}
      />
      <Addresses
        label={t('person.phone')}
        add={t('person.addPhone')}
        type="tel"
        values={values.phones}
        onChange={(phones) => onChange({ ...values, phones })}
        errorAt={(phone, i) =>
          textOf(error, { code: 'phone-invalid', param: ['number', phone.trim()] }) ??
          textOf(error, { field: `phones.${i}` })
        }
      />
      <Addresses
        label={t('person.email')}
        add={t('person.addEmail')}
        type="email"
        values={values.emails}
        onChange={(emails) => onChange({ ...values, emails })}
        errorAt={(_email, i) => textOf(error, { field: `emails.${i}` }) && t('person.emailInvalid')}
      />
      <NativeSelect
        label={t('people.language')}
        value={values.language}
        onChange={(event) => onChange({ ...values, language: event.currentTarget.value })}
        data={languages.map((value) => ({ value, label: t(`people.language.${value}`) }))}
      />
      {keys.map((key) => (
        <FieldInput
          key={key}
          label={labelOf(key, defined)}
          field={defined.find((field) => field.key === key)}
          value={values.fields[key] ?? ''}
          onChange={(value) => setField(key, value)}
          error={textOf(error, { code: 'field-value', param: ['field', labelOf(key, defined)] })}
        />
      ))}
    </>
  )
}

/** Whether the refusal is said beside one of the fields above. */
export const isBeside = (error: Error | null) =>
  error instanceof ApiProblem &&
  ['phone-invalid', 'field-value', 'contact-without-anything', 'contact-changed', 'invalid-request'].includes(
    error.code,
  )

function FieldInput(props: {
  label: string
  field: ContactField | undefined
  value: string
  onChange: (value: string) => void
  error: string | undefined
}) {
  const { t } = useTranslation()
  const { label, field, value, error } = props
  const common = {
    label,
    value,
    error,
    onChange: (event: { currentTarget: { value: string } }) => props.onChange(event.currentTarget.value),
  }
  if (field?.type === 'yes_no' || field?.type === 'choice') {
    // A value that is not among the choices any more stays until somebody takes another.
    const choices = value === '' || field.choices.includes(value) ? field.choices : [...field.choices, value]
    return <NativeSelect {...common} data={[{ value: '', label: t('person.unknown') }, ...choices]} />
  }
  // A value from before it was a date would not be shown by a date input.
  const isDate = field?.type === 'date' && (value === '' || /^\d{4}-\d\d-\d\d$/.test(value))
  return (
    <TextInput
      {...common}
      maxLength={1000}
      {...(isDate && { type: 'date' })}
      {...(field?.type === 'number' && { inputMode: 'decimal' as const })}
    />
  )
}

function Addresses(props: {
  label: string
  add: string
  type: 'tel' | 'email'
  values: readonly string[]
  onChange: (values: string[]) => void
  errorAt: (value: string, i: number) => string | undefined
}) {
  const { t } = useTranslation()
  const { label, values, onChange } = props
  return (
    <>
      {values.map((value, i) => (
        <div key={i} className={css['pair']}>
          <TextInput
            label={values.length > 1 ? `${label} ${i + 1}` : label}
            type={props.type}
            maxLength={props.type === 'tel' ? 40 : 254}
            value={value}
            onChange={(event) => onChange(values.with(i, event.currentTarget.value))}
            error={props.errorAt(value, i)}
          />
          <ActionIcon
            size={40}
            aria-label={t('person.removeAddress', { address: value || label })}
            onClick={() => onChange(values.toSpliced(i, 1))}
          >
            <XIcon size={18} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      {values.length < mostAddresses && (
        <div>
          <Button
            variant="subtle"
            leftSection={<PlusIcon size={18} aria-hidden="true" />}
            onClick={() => onChange([...values, ''])}
          >
            {props.add}
          </Button>
        </div>
      )}
    </>
  )
}
