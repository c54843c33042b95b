import type { StateName } from '@kurenda/contract'
import { Status as Shown } from '@kurenda/ui'
import { useTranslation } from 'react-i18next'
import { formatNumber } from './format.ts'

/** A state of messages in the reader's words. With a count in lists, without it for a single message. */
export function Status({ state, count, small }: { state: StateName; count?: number; small?: boolean }) {
  const { t } = useTranslation()
  return (
    <Shown
      state={state}
      word={t(`message.${state}`, { count: count ?? 1 })}
      {...(count !== undefined && { count: formatNumber(count) })}
      {...(small && { small })}
    />
  )
}
