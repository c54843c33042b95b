export { addIncoming, type IncomingText } from './add-incoming.ts'
export {
  listConversations,
  type ConversationPage,
  type ConversationState,
  type ConversationSummary,
} from './list-conversations.ts'
export { readConversation, type Conversation, type ConversationEntry } from './read-conversation.ts'
export { replyToConversation, type Reply } from './reply-to-conversation.ts'
export { sendReply } from './send-reply.ts'
export { markRead } from './mark-read.ts'
export { conversationRoutes, inboxRoutes, threadRoutes } from './routes.ts'
export { findConversationOf } from './find-conversation-of.ts'
