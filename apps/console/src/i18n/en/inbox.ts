import type { inbox as polish } from '../pl/inbox.ts'

export const inbox: Record<keyof typeof polish, string> = {
  'inbox.title': 'Inbox',
  'inbox.list': 'Conversations',
  'inbox.emptyTitle': 'The inbox is empty',
  'inbox.empty': 'Nobody has written yet. When a resident answers a text, the conversation appears here by itself.',
  'inbox.choose': 'Choose a conversation from the list.',
  'inbox.back': 'All conversations',
  'inbox.more': 'Show older ones',
  'inbox.reply': 'Reply',
  'inbox.send': 'Reply',
  'inbox.sent': 'Reply sent: {{who}}.',
  'inbox.automatic': 'automatic answer',
  'inbox.optedOut': 'This person has opted out.',
  'inbox.answers': 'answers: {{name}}',
  'inbox.texts': 'Conversation: {{who}}',
  'inbox.waiting': 'waits for an answer',
  'inbox.unread_one': '{{count, n}} new',
  'inbox.unread_few': '{{count, n}} new',
  'inbox.unread_many': '{{count, n}} new',
  'inbox.unread_other': '{{count, n}} new',
}
