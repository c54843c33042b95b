import type { SurveyContent, SurveyQuestion } from '@kurenda/contract'
import { Checkbox, NumberInput, Radio, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { pointsOf } from '../points.ts'
import { read } from '../texts.ts'
import css from './paper.module.css'
import type { Answers } from './path-of.ts'

/** One question of the sheet, as it is printed there. */
export function PaperField(props: {
  question: SurveyQuestion
  languages: SurveyContent['languages']
  place: number
  value: Answers[string] | undefined
  onChange: (value: Answers[string] | undefined) => void
  autoFocus: boolean
  error: string | undefined
}) {
  const { t } = useTranslation()
  const { question, value, onChange } = props
  const { kind, required, choices = [] } = question
  const label = `${props.place}. ${read(question.text, props.languages)}`
  const common = {
    label,
    error: props.error,
    ...(!required && { description: t('surveys.paper.optional') }),
  }
  const focus = props.autoFocus ? { autoFocus: true } : {}
  switch (kind) {
    case 'choice':
      return (
        <OneOf
          {...common}
          options={choices.map((choice) => ({ id: choice.id, label: read(choice.label, props.languages) }))}
          required={required}
          value={typeof value === 'string' ? value : ''}
          onChange={(id) => onChange(id === '' ? undefined : id)}
          focus={focus}
        />
      )
    case 'yes-no':
      return (
        <OneOf
          {...common}
          options={[
            { id: 'yes', label: t('surveys.yes') },
            { id: 'no', label: t('surveys.no') },
          ]}
          required={required}
          value={value === undefined ? '' : value === true ? 'yes' : 'no'}
          onChange={(id) => onChange(id === '' ? undefined : id === 'yes')}
          focus={focus}
        />
      )
    case 'scale':
    case 'nps':
    case 'csat':
    case 'ces':
      return (
        <OneOf
          {...common}
          inline
          options={pointsOf(question).map((id) => ({ id, label: id }))}
          required={required}
          value={value === undefined ? '' : String(value)}
          onChange={(id) => onChange(id === '' ? undefined : Number(id))}
          focus={focus}
        />
      )
    case 'choices':
      return (
        <Checkbox.Group
          {...common}
          value={Array.isArray(value) ? value : []}
          onChange={(ids) => onChange(ids.length === 0 ? undefined : ids)}
        >
          <div className={css['options']}>
            {choices.map((choice, i) => (
              <Checkbox
                key={choice.id}
                value={choice.id}
                label={read(choice.label, props.languages)}
                {...(i === 0 && focus)}
              />
            ))}
          </div>
        </Checkbox.Group>
      )
    case 'number':
      return (
        <NumberInput
          {...common}
          {...focus}
          hideControls
          decimalSeparator=","
          value={typeof value === 'number' ? value : ''}
          onChange={(number) => onChange(typeof number === 'number' ? number : undefined)}
        />
      )
    case 'date':
      return (
        <TextInput
          {...common}
          {...focus}
          type="date"
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
        />
      )
    case 'text':
      return (
        <Textarea
          {...common}
          {...focus}
          autosize
          minRows={2}
          maxLength={2000}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
        />
      )
  }
}

function OneOf(props: {
  label: string
  error: string | undefined
  description?: string
  options: readonly { id: string; label: string }[]
  required: boolean
  inline?: boolean
  value: string
  onChange: (id: string) => void
  focus: { autoFocus?: boolean }
}) {
  const { t } = useTranslation()
  const { options, required, inline, value, onChange, focus, ...common } = props
  const all = required ? options : [...options, { id: '', label: t('surveys.paper.noAnswer') }]
  return (
    <Radio.Group {...common} value={value} onChange={onChange}>
      <div className={css['options']} data-inline={inline}>
        {all.map(({ id, label }, i) => (
          <Radio key={id} value={id} label={label} {...(i === 0 && focus)} />
        ))}
      </div>
    </Radio.Group>
  )
}
