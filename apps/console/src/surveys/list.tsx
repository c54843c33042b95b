import type { DialogueState, Survey } from '@kurenda/contract'
import { Empty, FilterBar, Page, PageHead } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { PlusIcon } from 'lucide-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Failed } from '../failed.tsx'
import type { Ask } from '../first-page.ts'
import { formatDay, formatNumber, formatTime } from '../format.ts'
import { LinkButton } from '../link-button.tsx'
import { Loading } from '../loading.tsx'
import { useMay } from '../me.ts'
import { useTitle } from '../title.ts'
import css from './list.module.css'
import { PresetCards } from './preset-cards.tsx'
import { surveysQuery } from './queries.ts'
import { stateOf, SurveyStateTag } from './state-tag.tsx'
import { surveyLanguageNames, titleOf } from './texts.ts'

const states = ['draft', 'open', 'closed'] as const satisfies readonly DialogueState[]

export const ask: Ask<{ state?: string; q?: string }> = (client, { state, q }) => [
  client.prefetchInfiniteQuery(surveysQuery({ state: states.find((each) => each === state), q })),
]

export function SurveyList() {
  const { t } = useTranslation()
  const may = useMay()
  useTitle(t('surveys.title'))
  const search = useSearch({ from: '/surveys' })
  const navigate = useNavigate()
  const state = states.find((each) => each === search.state)
  const [q] = useDebouncedValue(search.q, 250)
  const list = useInfiniteQuery({ ...surveysQuery({ state, q }), placeholderData: (before) => before })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const isEmpty = list.isSuccess && items.length === 0
  const isFirst = isEmpty && !state && !q
  const add = may('surveys:manage') && !isFirst && (
    <LinkButton to="/surveys/new" variant="filled" leftSection={<PlusIcon size={18} aria-hidden="true" />}>
      {t('surveys.new')}
    </LinkButton>
  )
  return (
    <Page>
      <PageHead title={t('surveys.title')} actions={add} />
      {!isFirst && (
        <FilterBar
          label={t('surveys.filters')}
          value={search}
          onChange={(next) => void navigate({ to: '/surveys', search: next, replace: true })}
          search={{ name: 'q', label: t('surveys.search'), placeholder: t('surveys.search') }}
          selects={[
            {
              name: 'state',
              label: t('surveys.state'),
              all: t('surveys.allStates'),
              options: states.map((value) => ({ value, label: t(`surveys.state.${value}`) })),
            },
          ]}
        />
      )}
      {list.isPending && <Loading rows={6} />}
      {list.error && <Failed error={list.error} retry={() => void list.refetch()} />}
      {isEmpty &&
        (!isFirst ? (
          <Empty title={t('surveys.none')} action={<LinkButton to="/surveys">{t('surveys.showAll')}</LinkButton>} />
        ) : (
          <>
            <Empty title={t('surveys.emptyTitle')}>{t('surveys.empty')}</Empty>
            {may('surveys:manage') && <PresetCards />}
          </>
        ))}
      <ul className={`rows ${css['list']}`}>
        {items.map((survey) => (
          <Row key={survey.id} survey={survey} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button className={css['more']} loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('app.more')}
        </Button>
      )}
    </Page>
  )
}

function Row({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const may = useMay()
  const { id, content, responses, lastAnswerOn, state } = survey
  const params = { id: String(id) }
  const closing =
    state === 'closed'
      ? survey.closedAt && t('surveys.closedOn', { when: formatTime(survey.closedAt) })
      : content.closesAt &&
        t(stateOf(survey) === 'closed' ? 'surveys.closedOn' : 'surveys.closesOn', {
          when: formatTime(content.closesAt),
        })
  return (
    <li>
      <div className={css['name']}>
        <h2>
          {state === 'draft' && may('surveys:manage') ? (
            <Link to="/surveys/$id/edit" params={params}>
              {titleOf(content)}
            </Link>
          ) : (
            <Link to="/surveys/$id" params={params}>
              {titleOf(content)}
            </Link>
          )}
        </h2>
        <p className="muted">
          {[
            t('surveys.questions', { count: content.questions.length }),
            content.languages.length > 1 &&
              content.languages.map((language) => surveyLanguageNames[language]).join(', '),
            content.anonymous && t('surveys.anonymous'),
            closing,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <SurveyStateTag survey={survey} />
      <p className={css['count']}>
        <b className="num">{formatNumber(responses)}</b> {t('surveys.responsesWord', { count: responses })}
        <span className="muted xs">
          {lastAnswerOn === null
            ? t(state === 'draft' ? 'surveys.createdBy' : 'surveys.noAnswersYet', {
                name: survey.savedBy,
                when: formatDay(survey.createdAt),
              })
            : t('surveys.lastAnswer', { when: formatDay(`${lastAnswerOn}T12:00`) })}
        </span>
      </p>
    </li>
  )
}
