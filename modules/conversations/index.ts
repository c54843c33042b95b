export {
  addAutomatic,
  addIncoming,
  openThreads,
  type IncomingText,
  type TextOfSender,
  type Thread,
} from './add-incoming.ts'
export { answeringSender } from './answering-sender.ts'
export { assignConversation, type Assignment } from './assign-conversation.ts'
export { closeConversation, reopenConversation } from './close-conversation.ts'
export { findConversationOf } from './find-conversation-of.ts'
export {
  listConversations,
  type ConversationPage,
  type ConversationQuery,
  type ConversationState,
  type ConversationSummary,
} from './list-conversations.ts'
export { markRead } from './mark-read.ts'
export { OfficeCalendar, type OpeningHours } from './office-calendar.ts'
export { readOfficePlan, type OfficePlan } from './office-plan.ts'
export { changeQueue, createQueue, deleteQueue, listQueues, type Queue, type SavedQueue } from './queues.ts'
export { readConversation, type Conversation, type ConversationEntry } from './read-conversation.ts'
export { replyToConversation, type Reply } from './reply-to-conversation.ts'
export { renewDueTimes, saveOfficeHours } from './save-office-hours.ts'
export { searchEntries, type FoundEntry } from './search-entries.ts'
export { sendReply } from './send-reply.ts'
export { showPresence, type Present } from './show-presence.ts'
export { snoozeConversation, wakeConversation, wakeSnoozed } from './snooze-conversation.ts'
export { findMentions, writeNote, type Note } from './write-note.ts'
