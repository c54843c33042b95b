import { wishOf, type Language } from '#modules/registration'
import { fold } from '@kurenda/sms-text'
import { matchKeyword, type Keyword } from './match-keyword.ts'

/** Where an incoming text goes. */
export type Route =
  | { is: 'opt-out'; language: Language | undefined }
  | { is: 'opt-in'; language: Language | undefined }
  /** Out of one group only, because the person named its keyword. */
  | { is: 'leave'; keyword: Keyword & { groupId: number } }
  | { is: 'keyword'; keyword: Keyword; rest: string }
  /** The answer before, delivered again. */
  | { is: 'repeated' }
  /** Answers a dialogue, or begins it; `rest` is what stands after its keyword, where it was named. */
  | { is: 'dialogue'; dialogueId: number; rest?: string }
  /** Goes on with what staff wrote to the person last. */
  | { is: 'matter'; conversationId: number }
  /** Answers a broadcast that nobody reads answers to. */
  | { is: 'no-reply'; broadcastId: number }
  | { is: 'reply'; broadcastId: number }
  | { is: 'inbox' }

/** What the router knows of the sender besides the text. */
export interface Circumstances {
  keywords: readonly Keyword[]
  optedOut: boolean
  /** The dialogue that spoke with the person last and waits for their answer. */
  dialogueId: number | null
  /** The text is their answer before, delivered again. */
  repeated: boolean
  /** The last broadcast that reached the person within 72 hours. */
  recentBroadcast: { id: number; noReply: boolean } | null
  /** The conversation in which staff answered within 72 hours, where no broadcast reached the person after that. */
  matterId: number | null
}

type Guard = (text: string, circumstances: Circumstances) => Route | undefined

/** Repetitions were dropped when the text was received. The first guard that knows what to do decides. */
const guards: readonly Guard[] = [
  optOut,
  leaveGroup,
  dropRepetition,
  optIn,
  keyword,
  answerDialogue,
  goOnWithMatter,
  tellNobodyReads,
  replyToBroadcast,
]

export function route(text: string, circumstances: Circumstances): Route {
  for (const guard of guards) {
    const decision = guard(text, circumstances)
    if (decision) return decision
  }
  return { is: 'inbox' }
}

/** In any language, before anything else can swallow it. */
function optOut(text: string, circumstances: Circumstances): Route | undefined {
  const wish = wishOf(text)
  if (wish?.what !== 'out' || (wish.plain && isAnswer(text, circumstances))) return undefined
  return { is: 'opt-out', language: wish.language }
}

/** „CHROSTKOWO.STOP” or „STOP CHROSTKOWO”: from that group; where the word stands for no group, from everything. */
function leaveGroup(text: string, { keywords }: Circumstances): Route | undefined {
  const words = fold(text).split(' ')
  for (const [stop, named] of [
    [words.at(-1), words.slice(0, -1)],
    [words[0], words.slice(1)],
  ] as const) {
    const wish = wishOf(stop ?? '')
    if (wish?.what !== 'out' || wish.plain) continue
    const found = matchKeyword(named.join(' '), keywords)
    if (!found || found.rest !== '') continue
    const { groupId } = found.keyword
    return groupId === null
      ? { is: 'opt-out', language: wish.language }
      : { is: 'leave', keyword: { ...found.keyword, groupId } }
  }
  return undefined
}

/** A plain yes brings back only who is out, and only where nothing was asked: nobody consents by accident. */
function optIn(text: string, circumstances: Circumstances): Route | undefined {
  const wish = wishOf(text)
  if (wish?.what !== 'in') return undefined
  if (wish.plain && (!circumstances.optedOut || isAnswer(text, circumstances))) return undefined
  return { is: 'opt-in', language: wish.language }
}

function dropRepetition(_text: string, { repeated }: Circumstances): Route | undefined {
  return repeated ? { is: 'repeated' } : undefined
}

/** A plain yes or no answers what was asked: by a dialogue, by staff, by a broadcast of these days, or by a keyword of that name. */
function isAnswer(text: string, { dialogueId, repeated, matterId, recentBroadcast, keywords }: Circumstances): boolean {
  if (dialogueId !== null || repeated || matterId !== null) return true
  return (recentBroadcast !== null && !recentBroadcast.noReply) || matchKeyword(text, keywords) !== undefined
}

function keyword(text: string, { keywords }: Circumstances): Route | undefined {
  const found = matchKeyword(text, keywords)
  if (!found) return undefined
  const { keyword, rest } = found
  return keyword.dialogueId === null
    ? { is: 'keyword', keyword, rest }
    : { is: 'dialogue', dialogueId: keyword.dialogueId, rest }
}

function answerDialogue(_text: string, { dialogueId }: Circumstances): Route | undefined {
  return dialogueId === null ? undefined : { is: 'dialogue', dialogueId }
}

function goOnWithMatter(_text: string, { matterId }: Circumstances): Route | undefined {
  return matterId === null ? undefined : { is: 'matter', conversationId: matterId }
}

function tellNobodyReads(_text: string, { recentBroadcast }: Circumstances): Route | undefined {
  return recentBroadcast?.noReply ? { is: 'no-reply', broadcastId: recentBroadcast.id } : undefined
}

function replyToBroadcast(_text: string, { recentBroadcast }: Circumstances): Route | undefined {
  return recentBroadcast === null ? undefined : { is: 'reply', broadcastId: recentBroadcast.id }
}
