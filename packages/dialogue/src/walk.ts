import type { Effect, Ending, HandOverReason } from './effect.ts'
import { after } from './duration.ts'
import { phrases } from './phrases/index.ts'
import type { Prompt } from './prompt.ts'
import type { Session } from './session.ts'
import type { Settings } from './settings.ts'
import { inLanguage } from './text.ts'
import type { Text } from './text.ts'
import { keyOf } from './value.ts'
import type { Value } from './value.ts'

/** Sub-dialogues inside each other. */
const MOST_INSIDE = 8

/** How a field's value reads in a text. */
export type Reader = (key: string, value: Value, session: Session) => string

/** One session on its way through one event. Nodes see the dialogue through it, and leave their effects in it. */
export class Walk {
  readonly settings: Settings
  /** The moment of the event. */
  readonly at: string
  readonly session: Session
  readonly effects: Effect[] = []
  readonly #reader: Reader

  /** The session is changed: pass a copy. */
  constructor(settings: Settings, session: Session, at: string, reader: Reader) {
    this.settings = settings
    this.session = session
    this.at = at
    this.#reader = reader
  }

  get here(): string {
    return this.session.node
  }

  get timeZone(): string {
    return this.session.timeZone ?? this.settings.timeZone
  }

  /** Arrives at a node: what counted for the one before counts no more. */
  moveTo(node: string): void {
    this.session.node = node
    this.session.tries = 0
    this.session.reminded = 0
    delete this.session.due
  }

  text(text: Text): string {
    return inLanguage(text, this.session.language, (key) => this.#read(key))
  }

  send(text: string, more: Pick<Prompt, 'question' | 'again'> = {}): void {
    this.emit({ is: 'send', prompt: { node: this.here, language: this.session.language, text, ...more } })
  }

  emit(effect: Effect): void {
    this.effects.push(effect)
  }

  /** Of a field answered or set here, else of the contact's. */
  value(field: string): Value | undefined {
    const key = keyOf(field)
    return own(this.session.answers, key) ?? own(this.session.contact, key)
  }

  values(fields: readonly string[]): Record<string, Value> {
    return Object.fromEntries(
      fields.flatMap((field) => {
        const value = this.value(field)
        return value === undefined ? [] : [[field, value]]
      }),
    )
  }

  keep(field: string, value: Value): void {
    this.session.answers = { ...this.session.answers, [keyOf(field)]: value }
  }

  wakeAfter(duration: string): undefined {
    return this.wakeAt(after(this.at, duration))
  }

  wakeAt(due: string): undefined {
    this.session.due = due
    this.emit({ is: 'timer', node: this.here, due })
  }

  /** Into a sub-dialogue, to go on at `back` after it. */
  goInto(start: string, back: string): string | undefined {
    if (this.session.stack.length >= MOST_INSIDE) return this.breakOff()
    this.session.stack = [...this.session.stack, back]
    return start
  }

  /** Out of the sub-dialogue, or out of the dialogue. */
  goBack(outcome: string | undefined): string | undefined {
    const back = this.session.stack.at(-1)
    if (back === undefined) return this.finish('done', outcome)
    this.session.stack = this.session.stack.slice(0, -1)
    return back
  }

  /** Says so, for nobody is to wait without knowing whom for. */
  handOver(reason: HandOverReason, text = phrases[this.session.language].handedOver): undefined {
    this.send(text)
    this.emit({ is: 'hand-over', node: this.here, reason })
    return this.finish(reason === 'broken' ? 'broken' : 'handed-over')
  }

  /** The definition leads nowhere from here: a person takes over, for nobody is to be left without an answer. */
  breakOff(): undefined {
    return this.handOver('broken')
  }

  finish(ending: Ending, outcome?: string): undefined {
    delete this.session.due
    this.session.ended = ending
    this.emit({ is: 'finished', ending, ...(outcome !== undefined && { outcome }) })
  }

  #read(key: string): string {
    const answer = own(this.session.answers, key)
    if (answer !== undefined) return this.#reader(key, answer, this.session)
    return own(this.session.contact, key) ?? ''
  }
}

function own<V>(record: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
