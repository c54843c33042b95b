import type { Survey, SurveyResults } from '@kurenda/contract'
import { Empty, Page, PageHead } from '@kurenda/ui'
import { ClipboardListIcon, CopyIcon, PencilIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Failed } from '../../failed.tsx'
import { formatTime } from '../../format.ts'
import { LinkButton } from '../../link-button.tsx'
import { Loading } from '../../loading.tsx'
import { useMay } from '../../me.ts'
import { useTitle } from '../../title.ts'
import { resultsQuery, surveyQuery } from '../queries.ts'
import { stateOf, SurveyStateTag } from '../state-tag.tsx'
import { titleOf } from '../texts.ts'
import { CrossTable } from './cross-table.tsx'
import { Days } from './days.tsx'
import { ExportMenu } from './export-menu.tsx'
import { Figures } from './figures.tsx'
import { OpenOrClose } from './open-or-close.tsx'
import { QuestionResult } from './question-result.tsx'
import { Representation } from './representation.tsx'
import css from './results.module.css'
import { SendSurvey } from './send-survey.tsx'
import { Share } from './share.tsx'
import { Waves } from './waves.tsx'

/** What a survey was answered, as it comes in. */
export function SurveyResultsPage() {
  const { t } = useTranslation()
  const { id = '' } = useParams({ strict: false })
  const survey = useQuery(surveyQuery(id))
  const results = useQuery(resultsQuery(id))
  useTitle(survey.data ? titleOf(survey.data.content) : t('surveys.title'))
  const error = survey.error ?? results.error
  return (
    <Page wide>
      {(survey.isPending || results.isPending) && !error && <Loading rows={8} />}
      {error && (
        <Failed
          error={error}
          retry={() => {
            void survey.refetch()
            void results.refetch()
          }}
        />
      )}
      {survey.data && results.data && <Shown survey={survey.data} results={results.data} />}
    </Page>
  )
}

function Shown({ survey, results }: { survey: Survey; results: SurveyResults }) {
  const { t } = useTranslation()
  const may = useMay()
  const { id, content, state } = survey
  const params = { id: String(id) }
  const isLive = stateOf(survey) === 'open'
  const hasAnswers = results.responses.complete + results.responses.partial > 0
  const until = survey.closedAt ?? content.closesAt
  return (
    <>
      <PageHead
        crumb={<Link to="/surveys">{t('surveys.title')}</Link>}
        title={titleOf(content)}
        note={
          <>
            <SurveyStateTag survey={survey} />{' '}
            {[
              content.anonymous && t('surveys.anonymous'),
              isLive && t('surveys.live'),
              until && t(isLive ? 'surveys.closesOn' : 'surveys.closedOn', { when: formatTime(until) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </>
        }
        actions={
          <>
            {hasAnswers && <ExportMenu id={id} />}
            {may('surveys:manage') && state !== 'closed' && (
              <LinkButton
                to="/surveys/$id/edit"
                params={params}
                variant="subtle"
                leftSection={<PencilIcon size={18} aria-hidden="true" />}
              >
                {t('surveys.edit')}
              </LinkButton>
            )}
            {may('surveys:manage') && state === 'closed' && (
              <LinkButton
                to="/surveys/new"
                search={{ like: id }}
                variant="subtle"
                leftSection={<CopyIcon size={18} aria-hidden="true" />}
              >
                {t('surveys.edit.likeThis')}
              </LinkButton>
            )}
            {may('surveys:manage') && <OpenOrClose survey={survey} />}
            {may('surveys:respond') && isLive && (
              <LinkButton
                to="/surveys/$id/paper"
                params={params}
                leftSection={<ClipboardListIcon size={18} aria-hidden="true" />}
              >
                {t('surveys.paper')}
              </LinkButton>
            )}
            {may('broadcasts:send') && isLive && <SendSurvey survey={survey} />}
          </>
        }
      />
      {state === 'draft' ? (
        <Empty
          title={t('surveys.draftTitle')}
          action={
            may('surveys:manage') && (
              <LinkButton to="/surveys/$id/edit" params={params}>
                {t('surveys.edit')}
              </LinkButton>
            )
          }
        >
          {t('surveys.draftText')}
        </Empty>
      ) : (
        <>
          {hasAnswers ? (
            <>
              <Figures results={results} />
              <div className={css['questions']}>
                {results.questions.map((question, index) => (
                  <QuestionResult
                    key={question.id}
                    surveyId={String(id)}
                    question={question}
                    asked={content.questions.find((one) => one.id === question.id)}
                    languages={content.languages}
                    place={index + 1}
                  />
                ))}
              </div>
              <CrossTable survey={survey} results={results} />
              <Representation survey={survey} />
              <Waves id={String(id)} />
              <Days byDay={results.responses.byDay} />
            </>
          ) : (
            <Empty title={t('surveys.quietTitle')}>{t(isLive ? 'surveys.quiet' : 'surveys.quietClosed')}</Empty>
          )}
          <Share survey={survey} isLive={isLive} />
        </>
      )}
    </>
  )
}
