import type { BroadcastState } from '@kurenda/contract'
import { useTranslation } from 'react-i18next'

const weight: Partial<Record<BroadcastState, 'accent' | 'attn'>> = {
  review: 'attn',
  approved: 'accent',
  scheduled: 'accent',
  expanding: 'accent',
  sending: 'accent',
  paused: 'attn',
}

/** Where a broadcast is, in a word. */
export function StateTag({ state }: { state: BroadcastState }) {
  const { t } = useTranslation()
  return <span className={`tag ${weight[state] ?? ''}`}>{t(`state.${state}`)}</span>
}
