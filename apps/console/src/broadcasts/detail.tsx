import type { Broadcast } from '@kurenda/contract'
import { Page, PageHead, TemplateText } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { CopyIcon, DownloadIcon, PrinterIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LinkButton, newMessage } from '../link-button.tsx'
import { Failed } from '../failed.tsx'
import { formatMoney } from '../format.ts'
import { Loading } from '../loading.tsx'
import { useMay } from '../me.ts'
import { useTitle } from '../title.ts'
import { Answers } from './answers.tsx'
import { Approval } from './approval.tsx'
import css from './detail.module.css'
import { Flow } from './flow.tsx'
import { momentOf } from './moment.ts'
import { hasBegun } from './progress.tsx'
import { broadcastQuery } from './queries.ts'
import { StateTag } from './state-tag.tsx'
import { Steering } from './steering.tsx'
import { Timeline } from './timeline.tsx'
import { Trouble } from './trouble.tsx'
import { UndoWindow } from './undo-window.tsx'

export function BroadcastDetail() {
  const { t } = useTranslation()
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(broadcastQuery(id))
  useTitle(query.data?.name ?? t('broadcasts.title'))
  return (
    <Page wide>
      {query.isPending && <Loading rows={8} />}
      {query.error && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data && <Shown broadcast={query.data} />}
    </Page>
  )
}

const isDraft = ({ state }: Broadcast) => state === 'draft' || state === 'review' || state === 'approved'

function Shown({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation()
  const may = useMay()
  const { state } = broadcast
  return (
    <>
      <PageHead
        crumb={<Link to="/broadcasts">{t('broadcasts.title')}</Link>}
        title={broadcast.name || t('broadcasts.unnamed')}
        note={
          <>
            <StateTag state={state} />{' '}
            {[
              broadcast.createdBy,
              broadcast.approvedBy && t('broadcasts.approvedBy', { name: broadcast.approvedBy }),
              momentOf(broadcast, t),
              broadcast.channel,
            ]
              .filter(Boolean)
              .join(' · ')}
          </>
        }
        actions={
          <>
            {!isDraft(broadcast) && (
              <>
                <Button
                  variant="subtle"
                  leftSection={<PrinterIcon size={18} aria-hidden="true" />}
                  onClick={() => print()}
                >
                  {t('broadcasts.print')}
                </Button>
                {may('contacts:export') && (
                  <Button
                    variant="subtle"
                    component="a"
                    href={`/console-api/broadcasts/${broadcast.id}/export`}
                    download
                    leftSection={<DownloadIcon size={18} aria-hidden="true" />}
                  >
                    {t('broadcasts.export')}
                  </Button>
                )}
              </>
            )}
            {may('broadcasts:send') && !isDraft(broadcast) && (
              <LinkButton
                to="/compose/{-$id}"
                params={newMessage}
                search={{ like: broadcast.id }}
                leftSection={<CopyIcon size={18} aria-hidden="true" />}
              >
                {t('broadcasts.duplicate')}
              </LinkButton>
            )}
            <Steering broadcast={broadcast} />
          </>
        }
      />
      {isDraft(broadcast) ? <Approval broadcast={broadcast} /> : <Sent broadcast={broadcast} />}
    </>
  )
}

function Sent({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation()
  const { recipients, state, undoUntil } = broadcast
  const begun = hasBegun(broadcast.totals) && broadcast.startedAt !== null
  return (
    <>
      {state === 'scheduled' && undoUntil && <UndoWindow id={broadcast.id} until={undoUntil} recipients={recipients} />}
      {begun ? (
        <section className={`sheet ${css['flow']}`} aria-label={t('broadcasts.progress')}>
          <Flow broadcast={broadcast} />
        </section>
      ) : (
        <p className={`sheet ${css['waits']}`}>{t('broadcasts.waits', { count: recipients })}</p>
      )}
      <div className={css['columns']}>
        {begun && <Trouble broadcast={broadcast} />}
        <section>
          <h2 className="head">{t('broadcasts.text')}</h2>
          <blockquote className={css['text']}>
            <TemplateText text={broadcast.text} />
          </blockquote>
          {broadcast.survey !== null && (
            <Link to="/surveys/$id" params={{ id: String(broadcast.survey) }}>
              {t('broadcasts.surveyResults')}
            </Link>
          )}
          <Answers broadcast={broadcast} />
        </section>
        <aside>
          <h2 className="head">{t('broadcasts.cost')}</h2>
          <dl className={`num ${css['cost']}`}>
            <dt>{t('broadcasts.parts', { count: broadcast.parts })}</dt>
            <dd>{formatMoney(broadcast.cost)}</dd>
          </dl>
          <Timeline broadcast={broadcast} />
        </aside>
      </div>
    </>
  )
}
