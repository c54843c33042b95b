import type { Survey } from '@kurenda/contract'
import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { CheckIcon, CopyIcon, ExternalLinkIcon, LinkIcon, PrinterIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { channelsQuery } from '../../compose/queries.ts'
import { formatPhone } from '../../format.ts'
import { useMay } from '../../me.ts'
import { OwnLinks } from './own-links.tsx'
import css from './results.module.css'

/** Every way to the survey besides a broadcast: the page, the code on a poster, the word by SMS, and the public results. */
export function Share({ survey, isLive }: { survey: Survey; isLive: boolean }) {
  const { t } = useTranslation()
  const may = useMay()
  const [links, setLinks] = useState(false)
  const linksId = useId()
  const copy = useClipboard({ timeout: 3000 })
  const channels = useQuery(channelsQuery).data?.items ?? []
  const { url, content } = survey
  const mayLink = isLive && may('surveys:manage') && may('contacts:export')
  // The page itself lies on this server, whatever name residents reach it by.
  const path = new URL(url).pathname
  const number = channels.find(({ enabled, answerable }) => enabled && answerable)?.sender
  return (
    <section aria-labelledby="share" className={css['share']}>
      <img src={`${path}/qr.svg`} alt={t('surveys.qr')} width={132} height={132} />
      <div>
        <h2 id="share" className={css['asked']}>
          {t(isLive ? 'surveys.ways' : 'surveys.waysClosed')}
        </h2>
        <dl>
          <div>
            <dt>{t('surveys.ways.page')}</dt>
            <dd>
              <a href={path} target="_blank" rel="noreferrer">
                {url.replace(/^https?:\/\//, '')}
              </a>
            </dd>
          </div>
          {content.keyword && isLive && (
            <div>
              <dt>{t('surveys.ways.sms')}</dt>
              <dd>
                {number === undefined
                  ? content.keyword.toUpperCase()
                  : t('surveys.ways.smsText', { keyword: content.keyword.toUpperCase(), number: formatPhone(number) })}
              </dd>
            </div>
          )}
          <div>
            <dt>{t('surveys.ways.results')}</dt>
            <dd>
              {content.resultsPublic ? (
                <a href={`${path}/results`} target="_blank" rel="noreferrer">
                  {t('surveys.ways.resultsOpen')}
                </a>
              ) : (
                <span className="muted">{t('surveys.ways.resultsHidden')}</span>
              )}
            </dd>
          </div>
        </dl>
        <div className={css['acts']}>
          <Button
            leftSection={
              copy.copied ? <CheckIcon size={18} aria-hidden="true" /> : <CopyIcon size={18} aria-hidden="true" />
            }
            onClick={() => copy.copy(url)}
          >
            <span role="status">{t(copy.copied ? 'surveys.copied' : 'surveys.copy')}</span>
          </Button>
          <Button
            component="a"
            href={`${path}/poster`}
            target="_blank"
            rel="noreferrer"
            leftSection={<PrinterIcon size={18} aria-hidden="true" />}
          >
            {t('surveys.poster')}
          </Button>
          {mayLink && (
            <Button
              leftSection={<LinkIcon size={18} aria-hidden="true" />}
              aria-expanded={links}
              aria-controls={links ? linksId : undefined}
              onClick={() => setLinks(!links)}
            >
              {t('surveys.links')}
            </Button>
          )}
          <Button
            component="a"
            variant="subtle"
            href={path}
            target="_blank"
            rel="noreferrer"
            leftSection={<ExternalLinkIcon size={18} aria-hidden="true" />}
          >
            {t('surveys.openPage')}
          </Button>
        </div>
        {mayLink && links && <OwnLinks survey={survey} id={linksId} />}
      </div>
    </section>
  )
}
