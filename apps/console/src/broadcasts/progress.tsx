import { stateNames, type Totals } from '@kurenda/contract'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../format.ts'

const order = [
  'delivered',
  'submitted',
  'uncertain',
  'unconfirmed',
  'failed',
  'expired',
  'suppressed',
  'cancelled',
  'queued',
] as const

/** The stream of a broadcast as one bar: the bed on the left fills, the reservoir on the right empties. */
export function ProgressBar({ totals }: { totals: Totals }) {
  const { t } = useTranslation()
  const all = stateNames.reduce((sum, name) => sum + totals[name], 0)
  const words = order
    .filter((name) => totals[name] > 0)
    .map((name) => `${formatNumber(totals[name])} ${t(`message.${name}`)}`)
  return (
    <div className="bar" role="img" aria-label={`${t('broadcasts.progress')}: ${words.join(', ')}`}>
      {order.map((name) =>
        totals[name] > 0 ? <span key={name} className={name} style={{ flexGrow: totals[name] / all }} /> : null,
      )}
    </div>
  )
}

/** The numbers beside it: they add up to the audience. */
export function TotalsList({ totals }: { totals: Totals }) {
  const { t } = useTranslation()
  return (
    <ul className="totals">
      {order
        .filter((name) => totals[name] > 0)
        .map((name) => (
          <li key={name} className={name}>
            <strong className="num">{formatNumber(totals[name])}</strong> {t(`message.${name}`)}
          </li>
        ))}
    </ul>
  )
}
