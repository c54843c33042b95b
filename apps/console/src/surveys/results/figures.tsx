import type { SurveyResults } from '@kurenda/contract'
import { useTranslation } from 'react-i18next'
import { formatNumber, formatPart } from '../../format.ts'
import css from './results.module.css'

/** How many answered, of how many who were asked, and on which way. */
export function Figures({ results }: { results: SurveyResults }) {
  const { t } = useTranslation()
  const { complete, partial, byChannel } = results.responses
  const { invited } = results
  const channels = Object.entries(byChannel).sort(([, one], [, other]) => other - one)
  return (
    <div className={`num ${css['strip']}`}>
      <p data-part="complete">
        <b>{formatNumber(complete)}</b>
        <span className="muted">{t('surveys.complete', { count: complete })}</span>
      </p>
      {invited && (
        <p>
          <b>{formatPart(invited.rate)}</b>
          <span className="muted">
            {t('surveys.rate', { answered: formatNumber(invited.answered), count: invited.people })}
          </span>
        </p>
      )}
      <p>
        <b>{formatNumber(partial)}</b>
        <span className="muted">{t('surveys.partial', { count: partial })}</span>
      </p>
      <div>
        <ul className={css['legend']}>
          {channels.map(([channel, count], i) => (
            <li key={channel}>
              <i data-hue={i + 1} aria-hidden="true" />
              {t(`surveys.channel.${channel as 'sms'}`)} {formatNumber(count)}
            </li>
          ))}
        </ul>
        <div className={css['parts']} aria-hidden="true">
          {channels.map(([channel, count], i) => (
            <i key={channel} data-hue={i + 1} style={{ flexGrow: count }} />
          ))}
        </div>
      </div>
    </div>
  )
}
