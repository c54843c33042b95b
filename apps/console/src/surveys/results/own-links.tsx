import type { DraftContent, Survey } from '@kurenda/contract'
import { Button } from '@mantine/core'
import { DownloadIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countQuery } from '../../compose/queries.ts'
import { Chosen } from '../../compose/who.tsx'
import { Failed } from '../../failed.tsx'
import { formatNumber } from '../../format.ts'
import css from './results.module.css'

const nobody: DraftContent['audience'] = { groups: [], segments: [], numbers: '' }

/** An address of the survey for each person of the groups that are chosen, as a file to send them with. */
export function OwnLinks({ survey, id }: { survey: Survey; id: string }) {
  const { t } = useTranslation()
  const [audience, setAudience] = useState(nobody)
  const isChosen = audience.groups.length + audience.segments.length > 0
  const { data, error, isPlaceholderData, refetch } = useQuery({ ...countQuery(audience), enabled: isChosen })
  const count = isChosen && data && !isPlaceholderData ? data : undefined
  return (
    <section id={id} aria-label={t('surveys.links')} className={css['links']}>
      <p>{t('surveys.links.text')}</p>
      <p className="muted">{t(survey.content.anonymous ? 'surveys.links.anonymous' : 'surveys.links.known')}</p>
      <div>
        <h3 className="label">{t('surveys.links.who')}</h3>
        <Chosen audience={audience} onChange={setAudience} />
      </div>
      {error && <Failed error={error} retry={() => void refetch()} />}
      {isChosen && (
        <p role="status">
          {count && (
            <>
              {t('surveys.links.count', { count: count.recipients })}{' '}
              <span className="muted">
                {count.excluded.noPhone > 0 && t('surveys.links.noPhone', { count: count.excluded.noPhone })}{' '}
                {count.excluded.optedOut > 0 && t('surveys.links.optedOut', { count: count.excluded.optedOut })}
              </span>
            </>
          )}
        </p>
      )}
      {count && count.recipients > 0 ? (
        <Button
          component="a"
          href={fileOf(survey.id, audience)}
          download
          leftSection={<DownloadIcon size={18} aria-hidden="true" />}
        >
          {t('surveys.links.download', { number: formatNumber(count.recipients) })}
        </Button>
      ) : (
        <Button disabled leftSection={<DownloadIcon size={18} aria-hidden="true" />}>
          {t('surveys.links.downloadNone')}
        </Button>
      )}
      <p className="muted xs">{t('surveys.links.use', { variable: '{{link}}' })}</p>
    </section>
  )
}

/** The browser writes it to disk as it comes, however long it is. */
function fileOf(id: number, { groups, segments }: DraftContent['audience']): string {
  const query = new URLSearchParams({
    ...(groups.length > 0 && { groups: JSON.stringify(groups) }),
    ...(segments.length > 0 && { segments: JSON.stringify(segments) }),
  })
  return `/console-api/surveys/${id}/links?${query.toString()}`
}
