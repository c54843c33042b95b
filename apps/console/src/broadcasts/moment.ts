import type { Broadcast } from '@kurenda/contract'
import type { TFunction } from 'i18next'
import { formatTime } from '../format.ts'

/** The one time that matters in the broadcast's state, in words. */
export function momentOf(broadcast: Broadcast, t: TFunction): string {
  const { finishedAt, startedAt, sendAt, createdAt, state } = broadcast
  if (finishedAt) return t('broadcasts.finished', { when: formatTime(finishedAt) })
  if (startedAt) return t('broadcasts.started', { when: formatTime(startedAt) })
  if (sendAt && state !== 'draft') return t('broadcasts.planned', { when: formatTime(sendAt) })
  return t('broadcasts.created', { when: formatTime(createdAt) })
}
