import type { Prompt } from './prompt.ts'
import type { Place, Value } from './value.ts'

/** How a session ended. */
export const ENDINGS = ['done', 'left', 'silent', 'handed-over', 'broken'] as const
export type Ending = (typeof ENDINGS)[number]

export type HandOverReason = 'wanted' | 'unclear' | 'broken'

/** What the host is to do, in order. `node` says which node asks for it. */
export type Effect =
  | { is: 'send'; prompt: Prompt }
  /** An answer counts. `null`: the person chose not to give one. */
  | { is: 'record'; node: string; field: string; value: Value | null }
  /** Of the contact. `null` empties it. */
  | { is: 'set-field'; node: string; field: string; value: Value | null }
  | { is: 'join' | 'leave'; node: string; group?: string; topic?: string }
  | { is: 'open-conversation'; node: string; text: string; subject?: string }
  | {
      is: 'open-report'
      node: string
      category: string
      description?: string
      place?: Place
      photo?: string
    }
  /** Answered by the event `result`. */
  | {
      is: 'book'
      node: string
      action: 'reserve' | 'confirm' | 'cancel'
      service: string
      values: Record<string, Value>
    }
  /** Answered by the event `result`. */
  | { is: 'call-webhook'; node: string; hook: string; values: Record<string, Value> }
  /** Wake the session at that moment (also its `due`) by the event `timer`; replaces the timer before. */
  | { is: 'timer'; node: string; due: string }
  | { is: 'hand-over'; node: string; reason: HandOverReason }
  /** What the person sent answers nothing here: it belongs to the inbox. */
  | { is: 'pass-on' }
  | { is: 'finished'; ending: Ending; outcome?: string }
