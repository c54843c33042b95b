import type { RejectionReason } from '@kurenda/contract'
import type { TFunction } from 'i18next'

/** Why a line is refused, in words; a reason that is newer than this page as its code. */
export const reasonWords = (reason: string, t: TFunction): string =>
  t(`reason.${reason as RejectionReason}`, { defaultValue: reason })
