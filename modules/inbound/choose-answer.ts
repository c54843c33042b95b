import { MAX_PARTS, measure, TemplateError } from '@kurenda/sms-text'
import type { OfficePlan, Thread } from '#modules/conversations'
import { renderTemplate, type StoredTemplate } from '#modules/templates'
import { answerText, closedText, joinedText } from './answers.ts'
import type { RecentBroadcast, Sender } from './load-circumstances.ts'
import type { Route } from './route.ts'

/** What the machine may answer to one text with. */
export interface Answering {
  sender: Sender
  from: string
  plan: OfficePlan
  templates: ReadonlyMap<number, StoredTemplate>
  /** The broadcast that the text answers. */
  broadcast: RecentBroadcast | undefined
  thread: Thread
  /** Staff should read the text. */
  needsStaff: boolean
  now: Date
}

export interface Answer {
  text: string
  /** It says that the office is closed: until when. */
  closedUntil?: Date
}

/** What goes back by itself; undefined where nothing does. */
export function chooseAnswer(decision: Route, about: Answering): Answer | undefined {
  const own = ownAnswer(decision, about)
  if (own !== undefined) return own === '' ? undefined : { text: own }
  return about.needsStaff ? closedAnswer(about) : undefined
}

function ownAnswer(decision: Route, about: Answering): string | undefined {
  const { sender, broadcast } = about
  switch (decision.is) {
    case 'opt-out':
      return sender.optedOut ? '' : answerText('opted-out', decision.language ?? sender.language)
    case 'opt-in':
      return answerText('opted-in', decision.language ?? sender.language)
    case 'leave':
      return answerText('left', sender.language)
    case 'keyword': {
      const { templateId, groupName, answer } = decision.keyword
      if (templateId !== null) return rendered(templateId, about) ?? answer
      return groupName === null ? answer : joinedText(groupName, sender.language)
    }
    case 'no-reply': {
      if (!broadcast || broadcast.told) return ''
      const { noReplyTemplate } = about.plan.hours
      return (
        (noReplyTemplate === null ? undefined : rendered(noReplyTemplate, about)) ??
        answerText('no-reply', sender.language)
      )
    }
    case 'repeated':
      return ''
    // Its own words, where it has any.
    case 'dialogue':
    case 'matter':
    case 'reply':
    case 'inbox':
      return undefined
  }
}

/** Once in a conversation and closed period. */
function closedAnswer(about: Answering): Answer | undefined {
  const { plan, thread, now, sender } = about
  if (!plan.hours.answerWhenClosed || plan.calendar.isOpen(now)) return undefined
  const closedUntil = plan.calendar.opensAfter(now)
  if (!closedUntil || (thread.toldClosedUntil !== null && thread.toldClosedUntil >= closedUntil)) return undefined
  const opens = shown(closedUntil, plan.timeZone)
  const { outOfHoursTemplate } = plan.hours
  const text =
    (outOfHoursTemplate === null ? undefined : rendered(outOfHoursTemplate, about, opens)) ??
    closedText(opens, sender.language)
  return { text, closedUntil }
}

/** `12.11, 07:30`: read alike in all three languages. */
function shown(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('pl', {
    timeZone,
    day: 'numeric',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
}

/** Undefined where the person's values make of it what cannot be sent: then the plain words answer. */
function rendered(templateId: number, about: Answering, opens?: string): string | undefined {
  const { sender, plan, from } = about
  const template = about.templates.get(templateId)
  if (!template) return undefined
  const person = { language: sender.language, name: sender.name, phone: from, fields: sender.fields }
  try {
    const { text } = renderTemplate(template, person, { officeName: plan.name, language: plan.language, opens })
    return text.trim() !== '' && measure(text).parts <= MAX_PARTS ? text : undefined
  } catch (error) {
    if (error instanceof TemplateError) return undefined
    throw error
  }
}
