import type { StateName, Totals } from '@kurenda/contract'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../format.ts'
import { Status } from '../status.tsx'
import css from './progress.module.css'

/** From the bed, where a message rests, up to the reservoir, where it waits. */
const rank = {
  delivered: 0,
  submitted: 1,
  uncertain: 2,
  unconfirmed: 3,
  failed: 4,
  expired: 5,
  suppressed: 6,
  cancelled: 7,
  queued: 8,
} as const satisfies Record<StateName, number>
const order = (Object.keys(rank) as StateName[]).sort((one, other) => rank[one] - rank[other])

export const present = (totals: Totals) => order.filter((name) => totals[name] > 0)
export const hasBegun = (totals: Totals) => present(totals).length > 0

/** The river lying down: the bed fills from the left, the reservoir on the right empties. */
export function ProgressBar({ totals }: { totals: Totals }) {
  const { t } = useTranslation()
  const words = present(totals).map(
    (name) => `${formatNumber(totals[name])} ${t(`message.${name}`, { count: totals[name] })}`,
  )
  return (
    <div className={css['bar']} role="img" aria-label={`${t('broadcasts.progress')}: ${words.join(', ')}`}>
      {present(totals).map((name) => (
        <span key={name} data-state={name} style={{ flexGrow: totals[name] }} />
      ))}
    </div>
  )
}

/** The numbers beside it are the truth: they add up to the audience. */
export function TotalsList({ totals }: { totals: Totals }) {
  return (
    <ul className={css['totals']}>
      {present(totals).map((name) => (
        <li key={name}>
          <Status state={name} count={totals[name]} />
        </li>
      ))}
    </ul>
  )
}
