import { createHash } from 'node:crypto'
import {
  run,
  start,
  type Definition,
  type Effect,
  type Ending,
  type Event,
  type Language,
  type Prompt,
  type Session,
  type Value,
} from '@kurenda/dialogue'
import type { Refusal } from './phrases.ts'

/** What is known of a dialogue besides its definition. */
export interface About {
  id: number
  kind: 'dialogue' | 'survey'
  name: string
  /** Folded. */
  keyword: string | null
  state: 'draft' | 'open' | 'closed'
  /** The latest. */
  version: number
  once: boolean
  anonymous: boolean
  closesAt: Date | null
  closedAt: Date | null
}

export type Medium = 'sms' | 'web' | 'paper' | 'voice' | 'app' | 'email'

/** A dialogue that a person is in, was in, or would be in with their first answer. */
export interface Asking {
  about: About
  definition: Definition
  version: number
  medium: Medium
  /** Of its row; null before the first answer. */
  id: number | null
  addressId: number | null
  channelId: number | null
  broadcastId: number | null
  key: Buffer | null
  session: Session | null
  /** In which the first question was put. */
  language: Language
  /** When it spoke last. */
  saidAt: Date
  endedAt: Date | null
  ending: string | null
  /** A digest of the last answer. */
  heard: string
  ownNumber: string | null
  /** What is still to be stored and carried out. */
  pending: Pending | null
}

/** What happened since the row was read. */
export interface Pending {
  recorded: { node: string; value: Value | null; at: Date }[]
  /** In order; `send`, `record`, `timer`, `finished` are not among them. */
  effects: Effect[]
}

/** What one text or click came to. */
export interface Turn {
  asking: Asking
  prompts: Prompt[]
  /** Said instead of the prompts. */
  refusal: Refusal | null
  /** A person should see it. */
  needsStaff: boolean
  /** What the dialogue brings to the inbox. */
  notes: string[]
}

/** The same words before the next question could be read are the same answer, delivered again. */
export const readingMs = 5_000

export function digestOf(text: string): string {
  return createHash('sha256').update(text.trim()).digest('base64').slice(0, 11)
}

export function repeats({ heard, saidAt }: Asking, text: string, at: Date): boolean {
  return heard !== '' && at.getTime() < saidAt.getTime() + readingMs && heard === digestOf(text)
}

export function isClosed({ state, closesAt, closedAt }: About, at: Date): boolean {
  if (closesAt !== null && at >= closesAt) return true
  return state === 'draft' || (state === 'closed' && (closedAt === null || at >= closedAt))
}

export function waits(asking: Asking): boolean {
  return asking.endedAt === null
}

/** Begins at the first question; `contact` are fields that the definition may read. */
export function begin(
  asking: Asking,
  { at, timeZone, contact }: { at: Date; timeZone: string; contact: Readonly<Record<string, string>> },
): Turn {
  const { definition, language } = asking
  const step = start(definition, { at: at.toISOString(), language, timeZone, contact: { ...contact } })
  return take(asking, step.session, step.effects, at)
}

/** Lets the engine hear an event. */
export function hear(asking: Asking, event: Event): Turn {
  if (asking.session === null) throw new Error('a dialogue heard something before it began')
  const step = run(asking.definition, asking.session, event)
  return take(asking, step.session, step.effects, new Date(event.at))
}

/** Ends without another word. */
export function end(asking: Asking, ending: Ending | 'closed' | 'full' | 'already', at: Date): void {
  asking.pending ??= { recorded: [], effects: [] }
  asking.endedAt = at
  asking.ending = ending
}

function take(asking: Asking, session: Session, effects: readonly Effect[], at: Date): Turn {
  const turn: Turn = { asking, prompts: [], refusal: null, needsStaff: false, notes: [] }
  const pending = (asking.pending ??= { recorded: [], effects: [] })
  asking.session = session
  for (const effect of effects) {
    switch (effect.is) {
      case 'send':
        turn.prompts.push(effect.prompt)
        break
      case 'record':
        pending.recorded.push({ node: effect.node, value: effect.value, at })
        break
      case 'finished':
        end(asking, effect.ending, at)
        break
      case 'open-conversation':
        turn.needsStaff = true
        turn.notes.push([effect.subject, effect.text].filter((line) => line !== undefined).join('\n'))
        break
      case 'hand-over':
      case 'pass-on':
        turn.needsStaff = true
        break
      case 'timer':
        break
      default:
        pending.effects.push(effect)
    }
  }
  return turn
}
