import type { Survey, SurveyContent } from '@kurenda/contract'
import { Empty, Notice, Page, PageHead } from '@kurenda/ui'
import { Button, Menu, SegmentedControl } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { LockOpenIcon, PlusIcon } from 'lucide-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '../../api.ts'
import { Failed } from '../../failed.tsx'
import { LinkButton } from '../../link-button.tsx'
import { Loading } from '../../loading.tsx'
import { useMe } from '../../me.ts'
import { Confirm } from '../../people/confirm.tsx'
import { useTitle } from '../../title.ts'
import { useToast } from '../../toasts.tsx'
import { PresetCards } from '../preset-cards.tsx'
import { contentOf, presets } from '../presets.ts'
import { surveyQuery } from '../queries.ts'
import { SurveyStateTag } from '../state-tag.tsx'
import { surveyLanguageNames, titleOf, type SurveyLanguage } from '../texts.ts'
import { checkContent } from './check-content.ts'
import { addQuestion, kinds } from './edit-content.ts'
import css from './editor.module.css'
import { Leaving } from './leaving.tsx'
import { QuestionEditor } from './question-editor.tsx'
import { refusalsOf } from './refusals.ts'
import { Simulator } from './simulator.tsx'
import { SurveySettings } from './survey-settings.tsx'
import { Words } from './words.tsx'

/** A survey that is not there yet: first what it begins with, then its editor. */
export function NewSurvey() {
  const { t } = useTranslation()
  useTitle(t('surveys.new'))
  const { preset, like } = useSearch({ from: '/surveys/new' })
  const { language } = useMe().organization
  const chosen = presets.find((each) => each === preset)
  const copied = useQuery({ ...surveyQuery(String(like)), enabled: like !== undefined })
  if (like !== undefined)
    return (
      <Page wide>
        {copied.isPending && <Loading rows={6} />}
        {copied.error && <Failed error={copied.error} retry={() => void copied.refetch()} />}
        {copied.data && <Editor start={{ ...copied.data.content, keyword: null, closesAt: null, follows: like }} />}
      </Page>
    )
  if (chosen)
    return (
      <Page wide>
        <Editor key={chosen} start={contentOf(chosen, language)} />
      </Page>
    )
  return (
    <Page>
      <PageHead
        crumb={<Link to="/surveys">{t('surveys.title')}</Link>}
        title={t('surveys.new')}
        note={t('surveys.newNote')}
      />
      <PresetCards />
    </Page>
  )
}

/** A survey that is there, as long as it is not closed. */
export function EditSurvey() {
  const { t } = useTranslation()
  const { id = '' } = useParams({ strict: false })
  const survey = useQuery(surveyQuery(id))
  useTitle(survey.data ? titleOf(survey.data.content) : t('surveys.title'))
  return (
    <Page wide>
      {survey.isPending && <Loading rows={8} />}
      {survey.error && !survey.data && <Failed error={survey.error} retry={() => void survey.refetch()} />}
      {survey.data &&
        (survey.data.state === 'closed' ? (
          <Empty
            title={t('surveys.edit.closed')}
            action={
              <LinkButton to="/surveys/new" search={{ like: survey.data.id }}>
                {t('surveys.edit.likeThis')}
              </LinkButton>
            }
          >
            {t('surveys.edit.closedText')}
          </Empty>
        ) : (
          <Editor key={id} start={survey.data.content} latest={survey.data} />
        ))}
    </Page>
  )
}

const steps = ['write', 'settings', 'try'] as const

/** `latest` is what the server has by now, which may be newer than what is edited. */
function Editor({ start, latest }: { start: SurveyContent; latest?: Survey }) {
  const { t } = useTranslation()
  const say = useToast()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [content, setContent] = useState(start)
  // The version that is edited, and what of it was saved.
  const [base, setBase] = useState(latest)
  const [saved, setSaved] = useState(latest ? start : undefined)
  const [language, setLanguage] = useState<SurveyLanguage>(start.languages[0] ?? 'pl')
  const [opened, setOpened] = useState<string | undefined>(latest ? undefined : start.questions[0]?.id)
  const [step, setStep] = useState<(typeof steps)[number]>('write')
  const [tried, setTried] = useState(false)
  const [opens, setOpens] = useState(false)
  const page = useRef<HTMLDivElement>(null)
  // Sent twice, a new survey is made once.
  const [key] = useState(() => crypto.randomUUID())

  const spoken = content.languages.includes(language) ? language : (content.languages[0] ?? 'pl')
  const isDirty = saved === undefined || JSON.stringify(saved) !== JSON.stringify(content)
  // Read when somebody leaves, which may be in the same moment as a save ends.
  const loses = useRef(isDirty)
  loses.current = isDirty
  const wrong = checkContent(content, Date.now())
  const save = useMutation({
    mutationFn: (sent: SurveyContent) =>
      base
        ? api<Survey>(`/surveys/${base.id}`, { version: newest(base, latest).version, content: sent }, 'PUT')
        : api<Survey>('/surveys', sent, 'POST', { key }),
    onSuccess: (survey, sent) => {
      setBase(survey)
      setSaved(sent)
      loses.current = false
      client.setQueryData(surveyQuery(String(survey.id)).queryKey, survey)
      void client.invalidateQueries({ queryKey: ['surveys', 'list'] })
    },
    onError: (error) => {
      // Who was first, and with what: their version is read.
      if (isProblem(error, 'dialogue-changed')) void client.invalidateQueries({ queryKey: ['surveys', 'one'] })
    },
  })
  // What was just saved may be told before it is answered.
  const theirs = base && latest && !save.isPending && latest.version > base.version ? latest : undefined
  const open = useMutation({
    mutationFn: async () => {
      const { id } = isDirty || !base ? await save.mutateAsync(content) : base
      return api<Survey>(`/surveys/${id}/open`, {})
    },
    onSuccess: async (survey) => {
      setOpens(false)
      say(t('surveys.open.done', { title: titleOf(survey.content) }))
      await client.invalidateQueries({ queryKey: ['surveys'] })
      await navigate({ to: '/surveys/$id', params: { id: String(survey.id) } })
    },
    onError: () => setOpens(false),
  })
  const refused = refusalsOf(save.error, content)
  const errorAt = (at: string): string | undefined => {
    const found = tried ? wrong.find((one) => one.at === at) : undefined
    if (found) return t(found.key, { language: found.language ? surveyLanguageNames[found.language] : '' })
    return refused.find((one) => one.at === at)?.text
  }
  const isWrong = (id: string) =>
    [...(tried ? wrong : []), ...refused].some(({ at }) => at === id || at.startsWith(`${id}.`))

  /** True where nothing is missing; else shows the first of it. */
  const isWhole = () => {
    setTried(true)
    const [first] = wrong
    if (!first) return true
    const question = content.questions.find(({ id }) => first.at.startsWith(`${id}.`))
    setStep(/^(keyword|closesAt|quota|onePage)/.test(first.at) ? 'settings' : 'write')
    if (question) setOpened(question.id)
    if (first.language) setLanguage(first.language)
    requestAnimationFrame(() => page.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    return false
  }
  const submit = () => {
    if (save.isPending || open.isPending || !isWhole()) return
    save.mutate(content, {
      onSuccess: (survey) => {
        say(t('surveys.saved', { title: titleOf(survey.content) }))
        if (!base) void navigate({ to: '/surveys/$id/edit', params: { id: String(survey.id) }, replace: true })
      },
    })
  }
  // Over another's version only by the button that says so.
  useHotkeys([['mod+S', () => (theirs ? undefined : submit())]], [])
  const change = (next: SurveyContent) => {
    setContent(next)
    if (save.isError && !isProblem(save.error, 'dialogue-changed')) save.reset()
  }
  const words = { language: spoken, languages: content.languages }
  const add = (kind: (typeof kinds)[number]) => {
    const added = addQuestion(content, kind)
    change(added.content)
    setOpened(added.id)
    requestAnimationFrame(() =>
      page.current?.querySelector<HTMLElement>(`[data-question="${added.id}"] textarea`)?.focus(),
    )
  }
  const isOpen = base?.state === 'open'
  const isUnexplained = save.error && refused.length === 0 && !isProblem(save.error, 'dialogue-changed')
  return (
    <div ref={page} className={css['form']} data-step={step}>
      <PageHead
        crumb={<Link to="/surveys">{t('surveys.title')}</Link>}
        title={titleOf(content) || t('surveys.new')}
        note={
          base ? (
            <>
              <SurveyStateTag survey={base} />{' '}
              {isDirty
                ? t('surveys.edit.unsaved')
                : t('surveys.edit.savedBy', { name: base.savedBy, version: base.version })}
            </>
          ) : (
            t('surveys.edit.newNote')
          )
        }
        actions={
          <>
            {base && base.state !== 'draft' && (
              <LinkButton to="/surveys/$id" params={{ id: String(base.id) }} variant="subtle">
                {t('surveys.results')}
              </LinkButton>
            )}
            <Button
              variant={isOpen ? 'filled' : 'default'}
              loading={save.isPending}
              disabled={!isDirty && !theirs}
              onClick={submit}
            >
              {t(theirs ? 'surveys.edit.saveOver' : 'surveys.edit.save')}
            </Button>
            {!isOpen && (
              <Button
                variant="filled"
                leftSection={<LockOpenIcon size={18} aria-hidden="true" />}
                disabled={theirs !== undefined}
                onClick={() => {
                  if (isWhole()) setOpens(true)
                }}
              >
                {t('surveys.open')}
              </Button>
            )}
          </>
        }
      />
      {theirs && (
        <Notice>
          <p role="alert">{t('surveys.edit.conflict', { name: theirs.savedBy, title: titleOf(theirs.content) })}</p>
          <Button
            onClick={() => {
              setBase(theirs)
              setSaved(theirs.content)
              setContent(theirs.content)
              save.reset()
            }}
          >
            {t('surveys.edit.takeTheirs')}
          </Button>
        </Notice>
      )}
      {isOpen && !theirs && (
        <Notice>
          <p>{t('surveys.edit.openNote')}</p>
        </Notice>
      )}
      {isUnexplained && <Failed error={save.error} />}
      {open.error && !save.error && <Failed error={open.error} />}
      <SegmentedControl
        className={css['steps'] ?? ''}
        fullWidth
        aria-label={t('surveys.edit.steps')}
        value={step}
        onChange={(value) => setStep(value)}
        data={steps.map((value) => ({ value, label: t(`surveys.edit.step.${value}`) }))}
      />
      <div className={css['columns']}>
        <section data-pane="write" aria-label={t('surveys.edit.step.write')}>
          {content.languages.length > 1 && (
            <SegmentedControl
              aria-label={t('surveys.edit.language')}
              value={spoken}
              onChange={(value) => setLanguage(value)}
              data={content.languages.map((value) => ({
                value,
                label: <span lang={value}>{surveyLanguageNames[value]}</span>,
              }))}
            />
          )}
          <Words
            {...words}
            label={t('surveys.edit.title')}
            description={t('surveys.edit.titleText')}
            text={content.title}
            onChange={(title) => change({ ...content, title })}
            error={errorAt('title')}
          />
          <Words
            {...words}
            lines
            label={t('surveys.edit.intro')}
            text={content.intro}
            onChange={(intro) => change({ ...content, intro })}
            error={errorAt('intro')}
          />
          <h2 className="head">{t('surveys.edit.step.write')}</h2>
          {errorAt('questions') && <p className={css['wrong']}>{errorAt('questions')}</p>}
          <ol className={css['cards']}>
            {content.questions.map((question) => (
              <QuestionEditor
                key={question.id}
                content={content}
                question={question}
                language={spoken}
                opened={opened === question.id}
                onOpen={setOpened}
                onChange={change}
                errorAt={(field) => errorAt(field === '' ? question.id : `${question.id}.${field}`)}
                isWrong={isWrong(question.id)}
              />
            ))}
          </ol>
          <Menu position="bottom-start" width={300} returnFocus={false}>
            <Menu.Target>
              <Button className={css['add'] ?? ''} leftSection={<PlusIcon size={18} aria-hidden="true" />}>
                {t('surveys.edit.add')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {kinds.map((kind) => (
                <Menu.Item key={kind} onClick={() => add(kind)}>
                  {t(`surveys.kind.${kind}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Words
            {...words}
            lines
            label={t('surveys.edit.thanks')}
            description={t('surveys.edit.thanksText')}
            text={content.thanks}
            onChange={(thanks) => change({ ...content, thanks })}
            error={errorAt('thanks')}
          />
        </section>
        <section data-pane="settings" aria-label={t('surveys.edit.step.settings')}>
          <h2 className="head">{t('surveys.edit.step.settings')}</h2>
          <SurveySettings content={content} onChange={change} errorAt={errorAt} isOpen={isOpen} own={base?.id} />
        </section>
        <section data-pane="try" aria-label={t('surveys.edit.step.try')}>
          <Simulator content={wrong.length === 0 ? content : undefined} language={spoken} />
        </section>
      </div>
      {opens && (
        <Confirm
          title={t('surveys.open.title')}
          yes={t('surveys.open')}
          busy={open.isPending}
          onYes={() => open.mutate()}
          onClose={() => setOpens(false)}
        >
          <p>{t('surveys.open.text')}</p>
        </Confirm>
      )}
      <Leaving loses={() => loses.current} />
    </div>
  )
}

const newest = (base: Survey, latest: Survey | undefined) => (latest && latest.version > base.version ? latest : base)
