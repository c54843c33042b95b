import type { Keyword, SavedKeyword } from '@kurenda/contract'
import { Empty } from '@kurenda/ui'
import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { groupsQuery } from '../compose/queries.ts'
import { Failed } from '../failed.tsx'
import { Loading } from '../loading.tsx'
import { useMay } from '../me.ts'
import { useToast } from '../toasts.tsx'
import { AutomaticAnswers } from './automatic-answers.tsx'
import { Form, useFieldErrors } from './form.tsx'
import { Frame } from './frame.tsx'
import { keywordsQuery, templatesOfQuery } from './queries.ts'
import css from './settings.module.css'

/** What the machine answers by itself: to words, to a closed office, to who cannot be answered. */
export function Answers() {
  const { t } = useTranslation()
  const may = useMay()
  const say = useToast()
  const client = useQueryClient()
  const [form, setForm] = useState<Keyword | 'new'>()
  const keywords = useQuery(keywordsQuery)
  const manages = may('settings:manage')
  const again = () => client.invalidateQueries({ queryKey: ['keywords'] })
  const remove = useMutation({
    mutationFn: ({ word }: Keyword) => api(`/keywords?word=${encodeURIComponent(word)}`, undefined, 'DELETE'),
    onSuccess: (_, keyword) => {
      say(
        t('settings.removed', { name: keyword.word }),
        () => void api('/keywords', keyword, 'PUT').then(again, (error: Error) => say(error.message)),
      )
      return again()
    },
    onError: (error) => say(error.message),
  })
  return (
    <Frame
      section="answers"
      actions={
        manages && (
          <Button variant="filled" onClick={() => setForm('new')}>
            {t('settings.addKeyword')}
          </Button>
        )
      }
    >
      {keywords.isPending && <Loading />}
      {keywords.error && <Failed error={keywords.error} retry={() => void keywords.refetch()} />}
      {keywords.data?.length === 0 && <Empty title={t('settings.noKeywords')}>{t('settings.noKeywordsText')}</Empty>}
      <ul className={`rows ${css['list']}`} aria-label={t('settings.keywords')}>
        {keywords.data?.map((keyword) => (
          <li key={keyword.word}>
            <div>
              <b>{keyword.word}</b>
              <p className="muted">{keyword.answer || t('settings.byTemplate')}</p>
            </div>
            {manages && (
              <div className={css['acts']}>
                <Button aria-label={`${t('settings.change')}: ${keyword.word}`} onClick={() => setForm(keyword)}>
                  {t('settings.change')}
                </Button>
                <Button aria-label={`${t('settings.remove')}: ${keyword.word}`} onClick={() => remove.mutate(keyword)}>
                  {t('settings.remove')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {manages && <AutomaticAnswers />}
      {form && (
        <KeywordForm {...(form !== 'new' && { keyword: form })} onClose={() => setForm(undefined)} onSaved={again} />
      )}
    </Frame>
  )
}

function KeywordForm(props: { keyword?: Keyword; onClose: () => void; onSaved: () => Promise<void> }) {
  const { t } = useTranslation()
  const say = useToast()
  const may = useMay()
  const groups = useQuery({ ...groupsQuery, enabled: may('contacts:read') }).data?.items ?? []
  const templates = useQuery(templatesOfQuery('keyword', false)).data ?? []
  const [given, setGiven] = useState<Required<SavedKeyword>>(
    props.keyword ?? { word: '', answer: '', template: null, group: null },
  )
  const save = useMutation({
    mutationFn: () => api('/keywords', given, 'PUT'),
    onSuccess: async () => {
      say(t('settings.saved'))
      await props.onSaved()
      props.onClose()
    },
  })
  const wrong = useFieldErrors(save.error)
  const number = (value: string) => (value === '' ? null : Number(value))
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.keyword?.word ?? t('settings.addKeyword')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <Form save={t('settings.save')} busy={save.isPending} error={save.error} onSave={() => save.mutate()}>
        <TextInput
          label={t('settings.keyword')}
          description={t('settings.keywordNote')}
          data-autofocus
          required
          maxLength={60}
          disabled={props.keyword !== undefined}
          error={wrong('word')}
          value={given.word}
          onChange={(event) => setGiven({ ...given, word: event.currentTarget.value })}
        />
        {templates.length > 0 && (
          <NativeSelect
            label={t('settings.template')}
            value={given.template ?? ''}
            onChange={(event) => setGiven({ ...given, template: number(event.currentTarget.value) })}
            data={[
              { value: '', label: t('settings.noTemplate') },
              ...templates.map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
          />
        )}
        {given.template === null && (
          <Textarea
            label={t('settings.answer')}
            autosize
            minRows={3}
            maxLength={1530}
            error={wrong('answer')}
            value={given.answer}
            onChange={(event) => setGiven({ ...given, answer: event.currentTarget.value })}
          />
        )}
        {groups.length > 0 && (
          <NativeSelect
            label={t('settings.joins')}
            value={given.group ?? ''}
            onChange={(event) => setGiven({ ...given, group: number(event.currentTarget.value) })}
            data={[
              { value: '', label: t('settings.joinsNone') },
              ...groups.map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
          />
        )}
      </Form>
    </Modal>
  )
}
