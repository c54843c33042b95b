import type { StateName } from '@kurenda/contract'
import { useTranslation } from 'react-i18next'
import { formatNumber } from './format.ts'

/** A state of messages: shape and word, then colour. With a count in lists, without it for a single message. */
export function Status({ state, count }: { state: StateName; count?: number }) {
  const { t } = useTranslation()
  return (
    <span className={`status ${state}`}>
      <i aria-hidden="true" />
      {count !== undefined && <strong className="num">{formatNumber(count)}</strong>}{' '}
      {t(`message.${state}`, { count: count ?? 1 })}
    </span>
  )
}
