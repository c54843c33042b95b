import { Button } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../api.ts'
import { Failed } from '../failed.tsx'
import css from './settings.module.css'

/** Fields and the button that saves them. What was typed stays when the server refuses it. */
export function Form(props: {
  error?: Error | null
  busy?: boolean
  /** Of several forms on a page: none of them shouts. */
  quiet?: boolean
  save: string
  onSave: () => void
  beside?: ReactNode
  children: ReactNode
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // A dialog's form lies in the page's tree of components.
    event.stopPropagation()
    if (!props.busy) props.onSave()
  }
  return (
    <form className={css['form']} onSubmit={submit}>
      {props.children}
      {props.error && <Failed error={props.error} />}
      <div className={css['save']}>
        <Button type="submit" variant={props.quiet ? 'default' : 'filled'} loading={props.busy ?? false}>
          {props.save}
        </Button>
        {props.beside}
      </div>
    </form>
  )
}

/** What to say beside a field that the server names in its refusal; nothing beside the others. */
export function useFieldErrors(error: Error | null): (field: string) => string | undefined {
  const { t } = useTranslation()
  const params = error instanceof ApiProblem ? error.params : {}
  const named = [params['fields'], params['details']].flatMap((one) => (Array.isArray(one) ? (one as string[]) : []))
  return (field) => (named.some((one) => one.split(/[.:]/)[0] === field) ? t('settings.checkField') : undefined)
}
