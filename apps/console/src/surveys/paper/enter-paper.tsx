import type { Survey, SurveyResponse } from '@kurenda/contract'
import { Empty, Page, PageHead } from '@kurenda/ui'
import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiProblem, isProblem } from '../../api.ts'
import { Failed } from '../../failed.tsx'
import { LinkButton } from '../../link-button.tsx'
import { Loading } from '../../loading.tsx'
import { useTitle } from '../../title.ts'
import { useToast } from '../../toasts.tsx'
import { surveyQuery } from '../queries.ts'
import { stateOf } from '../state-tag.tsx'
import { surveyLanguageNames, titleOf, type SurveyLanguage } from '../texts.ts'
import { PaperField } from './paper-field.tsx'
import css from './paper.module.css'
import { pathOf, type Answers } from './path-of.ts'

/** Sheets of paper, typed in one after the other. */
export function EnterPaper() {
  const { t } = useTranslation()
  const { id = '' } = useParams({ strict: false })
  const survey = useQuery(surveyQuery(id))
  useTitle(t('surveys.paper'))
  return (
    <Page>
      {survey.isPending && <Loading rows={6} />}
      {survey.error && <Failed error={survey.error} retry={() => void survey.refetch()} />}
      {survey.data && <Sheets key={id} survey={survey.data} />}
    </Page>
  )
}

function Sheets({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const [entered, setEntered] = useState(0)
  const params = { id: String(survey.id) }
  return (
    <>
      <PageHead
        crumb={
          <>
            <Link to="/surveys">{t('surveys.title')}</Link> ·{' '}
            <Link to="/surveys/$id" params={params}>
              {titleOf(survey.content)}
            </Link>
          </>
        }
        title={t('surveys.paper')}
        note={entered > 0 ? t('surveys.paper.entered', { count: entered }) : t('surveys.paper.note')}
      />
      {stateOf(survey) === 'open' ? (
        <Sheet key={entered} survey={survey} isNext={entered > 0} onEntered={() => setEntered(entered + 1)} />
      ) : (
        <Empty
          title={t('surveys.paper.closed')}
          action={
            <LinkButton to="/surveys/$id" params={params}>
              {t('surveys.results')}
            </LinkButton>
          }
        />
      )}
    </>
  )
}

function Sheet({ survey, isNext, onEntered }: { survey: Survey; isNext: boolean; onEntered: () => void }) {
  const { t } = useTranslation()
  const say = useToast()
  const client = useQueryClient()
  const { content } = survey
  const [answers, setAnswers] = useState<Answers>({})
  const [language, setLanguage] = useState<SurveyLanguage>(content.languages[0] ?? 'pl')
  const [tried, setTried] = useState(false)
  // Sent twice, a sheet counts once.
  const [key] = useState(() => crypto.randomUUID())
  const form = useRef<HTMLFormElement>(null)
  const path = pathOf(content, answers)
  const missing = path.filter(({ id, required }) => required && answers[id] === undefined).map(({ id }) => id)
  const save = useMutation({
    mutationFn: () => {
      const given = Object.fromEntries(path.flatMap(({ id }) => (answers[id] === undefined ? [] : [[id, answers[id]]])))
      return api<SurveyResponse>(`/surveys/${survey.id}/responses`, { language, answers: given }, 'POST', { key })
    },
    onSuccess: async () => {
      say(t('surveys.paper.saved'))
      onEntered()
      await client.invalidateQueries({ queryKey: ['surveys'] })
    },
  })
  const refused =
    save.error instanceof ApiProblem && Array.isArray(save.error.params['questions'])
      ? (save.error.params['questions'] as string[])
      : []
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (save.isPending) return
    if (missing[0] === undefined) return save.mutate()
    form.current?.querySelector<HTMLElement>(`[data-question="${missing[0]}"] :is(input, textarea)`)?.focus()
  }
  const answer = (id: string, value: Answers[string] | undefined) => {
    setAnswers(({ [id]: _, ...others }) => (value === undefined ? others : { ...others, [id]: value }))
    if (save.isError) save.reset()
  }
  return (
    <form ref={form} className={css['sheet']} noValidate onSubmit={submit}>
      {content.languages.length > 1 && (
        <NativeSelect
          label={t('surveys.paper.language')}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value as SurveyLanguage)}
          data={content.languages.map((value) => ({ value, label: surveyLanguageNames[value] }))}
        />
      )}
      {path.map((question, index) => (
        <div key={question.id} data-question={question.id}>
          <PaperField
            question={question}
            languages={content.languages}
            place={content.questions.indexOf(question) + 1}
            value={answers[question.id]}
            onChange={(value) => answer(question.id, value)}
            autoFocus={isNext && index === 0}
            error={
              tried && missing.includes(question.id)
                ? t('surveys.paper.missing')
                : refused.includes(question.id)
                  ? t('surveys.paper.notTaken')
                  : undefined
            }
          />
        </div>
      ))}
      {save.error && !(isProblem(save.error, 'survey-answers') && refused.length > 0) && <Failed error={save.error} />}
      <div className={css['end']}>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {t('surveys.paper.save')}
        </Button>
        <LinkButton to="/surveys/$id" params={{ id: String(survey.id) }}>
          {t('surveys.paper.done')}
        </LinkButton>
      </div>
    </form>
  )
}
