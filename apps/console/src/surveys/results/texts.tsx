import type { SurveyQuestionResult } from '@kurenda/contract'
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { SearchIcon } from 'lucide-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../../failed.tsx'
import { textGroupsQuery, textsQuery } from '../queries.ts'
import css from './results.module.css'
import { TextGroups } from './text-groups.tsx'

/** What people wrote in their own words, the newest first: of a group, and with the words that are looked for. */
export function Texts({ surveyId, question }: { surveyId: string; question: SurveyQuestionResult }) {
  const { t } = useTranslation()
  const [q, setQ] = useState('')
  const [sought] = useDebouncedValue(q, 250)
  const [group, setGroup] = useState<string>()
  const groups = useQuery({ ...textGroupsQuery(surveyId, question.id), enabled: question.answered > 0 })
  const found = useInfiniteQuery(textsQuery(surveyId, question.id, { q: sought, group }))
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  if (question.answered === 0) return <p className="muted">{t('surveys.noAnswers')}</p>
  return (
    <div className={css['texts']}>
      {groups.error && <Failed error={groups.error} retry={() => void groups.refetch()} />}
      {groups.data && <TextGroups groups={groups.data} chosen={group} onChoose={setGroup} />}
      <TextInput
        type="search"
        aria-label={t('surveys.searchTexts', { question: question.text })}
        placeholder={t('surveys.searchHere')}
        leftSection={<SearchIcon size={18} aria-hidden="true" />}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      {found.error && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && items.length === 0 && (
        <p className="muted" role="status">
          {t('surveys.noTexts')}
        </p>
      )}
      <ul className={css['quotes']}>
        {items.map(({ response, text }) => (
          <li key={response}>
            <q>{text}</q>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('surveys.moreTexts')}
        </Button>
      )}
    </div>
  )
}
