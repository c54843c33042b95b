import { z } from 'zod'
import type { NodeKind } from '../node-kind.ts'
import { ask, askForm } from './ask.ts'
import { book, bookForm } from './book.ts'
import { branch, branchForm } from './branch.ts'
import { callWebhook, callWebhookForm } from './call-webhook.ts'
import { end, endForm } from './end.ts'
import { handToPerson, handToPersonForm } from './hand-to-person.ts'
import { join, joinForm } from './join.ts'
import { leave, leaveForm } from './leave.ts'
import { openConversation, openConversationForm } from './open-conversation.ts'
import { openReport, openReportForm } from './open-report.ts'
import { say, sayForm } from './say.ts'
import { setField, setFieldForm } from './set-field.ts'
import { subDialogue, subDialogueForm } from './sub-dialogue.ts'
import { wait, waitForm } from './wait.ts'

export const nodeSchema = z.discriminatedUnion('kind', [
  sayForm, askForm, branchForm, setFieldForm, joinForm, leaveForm, openConversationForm, openReportForm, bookForm, callWebhookForm,
  waitForm, subDialogueForm, handToPersonForm, endForm,
]) // oxfmt-ignore
export type Node = z.infer<typeof nodeSchema>

/** A kind is given only nodes of its own form: the schema has seen to that. */
export const nodeKinds: Record<Node['kind'], NodeKind<Node>> = {
  say,
  ask,
  branch,
  'set-field': setField,
  join,
  leave,
  'open-conversation': openConversation,
  'open-report': openReport,
  book,
  'call-webhook': callWebhook,
  wait,
  'sub-dialogue': subDialogue,
  'hand-to-person': handToPerson,
  end,
}
