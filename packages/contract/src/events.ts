import { z } from 'zod'
import { broadcastState } from './broadcasts.ts'
import { totals } from './states.ts'

/** What `GET /console-api/events` sends as SSE, by the name of the event; at most two times a second. */
export const events = {
  broadcast: z.object({ id: z.int(), state: broadcastState, totals }),
  conversation: z.object({ id: z.int() }),
  /** A note names these members of staff. */
  mention: z.object({ conversation: z.int(), entry: z.int(), users: z.array(z.string()) }),
  channel: z.object({ id: z.int() }),
  /** It was answered, or changed. */
  survey: z.object({ id: z.int() }),
  /** Something may have been missed: read again what is shown. */
  resync: z.object({}),
}
export type BroadcastEvent = z.infer<typeof events.broadcast>
export type ConversationEvent = z.infer<typeof events.conversation>
export type MentionEvent = z.infer<typeof events.mention>
export type ChannelEvent = z.infer<typeof events.channel>
export type SurveyEvent = z.infer<typeof events.survey>
