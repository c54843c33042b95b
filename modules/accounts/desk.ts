import type { Clock } from '#platform/clock'
import type { Pool } from '#platform/db'
import type { Mailer } from '#platform/mail'

/** What the verbs that hand out one-time links need. */
export interface Desk {
  api: Pool
  clock: Clock
  /** Null where the town sends no mail: links are shown instead. */
  mail: Mailer | null
  /** As browsers call this town, without a slash at its end. */
  publicUrl: string
}
