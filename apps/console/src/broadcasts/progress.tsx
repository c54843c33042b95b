import { stateNames, type StateName, type Totals } from '@kurenda/contract'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../format.ts'
import { Status } from '../status.tsx'

/** From the bed, where a message rests, up to the reservoir, where it waits. A state that is new to us goes last. */
const bedFirst: readonly StateName[] = [
  'delivered',
  'submitted',
  'uncertain',
  'unconfirmed',
  'failed',
  'expired',
  'suppressed',
  'cancelled',
  'queued',
]
const order = [...bedFirst, ...stateNames.filter((name) => !bedFirst.includes(name))]

const present = (totals: Totals) => order.filter((name) => totals[name] > 0)

/** The river lying down: the bed fills from the left, the reservoir on the right empties. */
export function ProgressBar({ totals }: { totals: Totals }) {
  const { t } = useTranslation()
  const words = present(totals).map(
    (name) => `${formatNumber(totals[name])} ${t(`message.${name}`, { count: totals[name] })}`,
  )
  return (
    <div className="bar" role="img" aria-label={`${t('broadcasts.progress')}: ${words.join(', ')}`}>
      {present(totals).map((name) => (
        <span key={name} className={name} style={{ flexGrow: totals[name] }} />
      ))}
    </div>
  )
}

/** The numbers beside it are the truth: they add up to the audience. */
export function TotalsList({ totals }: { totals: Totals }) {
  return (
    <ul className="totals">
      {present(totals).map((name) => (
        <li key={name}>
          <Status state={name} count={totals[name]} />
        </li>
      ))}
    </ul>
  )
}
