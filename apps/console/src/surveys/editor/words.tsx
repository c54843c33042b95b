import type { SurveyText } from '@kurenda/contract'
import { Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { SurveyLanguage } from '../texts.ts'
import { withWords } from './edit-content.ts'

/** A field for what residents read, in the language that is written now; what stands in another one is its hint. */
export function Words(props: {
  label: string
  description?: string
  text: SurveyText | undefined
  language: SurveyLanguage
  languages: readonly SurveyLanguage[]
  onChange: (text: SurveyText) => void
  error: ReactNode
  lines?: boolean
  hideLabel?: boolean
  placeholder?: string
  onEnter?: () => void
}) {
  const { text, language, languages, onChange, label } = props
  const other = languages.map((one) => text?.[one]).find((words) => words)
  const common = {
    ...(props.hideLabel ? { 'aria-label': label } : { label }),
    ...(props.description !== undefined && { description: props.description }),
    placeholder: other ?? props.placeholder ?? '',
    lang: language,
    maxLength: 1000,
    value: text?.[language] ?? '',
    error: props.error,
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange(withWords(text, language, event.currentTarget.value)),
  }
  if (props.lines) return <Textarea autosize minRows={2} maxRows={8} {...common} />
  return (
    <TextInput
      {...common}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !props.onEnter) return
        event.preventDefault()
        props.onEnter()
      }}
    />
  )
}
