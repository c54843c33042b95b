import type { Language } from './language.ts'

export interface Choice {
  id: string
  label: string
}

/** What kind of answer a question takes, in words of the person's language: all that a channel needs to ask it. */
export type Reply =
  | { is: 'choice'; choices: Choice[] }
  | { is: 'choices'; choices: Choice[]; least: number; most: number }
  | { is: 'number'; least: number; most: number; decimals: number }
  | { is: 'scale'; from: number; to: number; low?: string; high?: string }
  | { is: 'date'; earliest?: string; latest?: string }
  | { is: 'text'; most: number }
  | { is: 'location' }
  | { is: 'photo' }
  | { is: 'yes-no' }

/** Why an answer was not taken. */
export type Misunderstanding =
  | { is: 'unclear' }
  /** Labels of what it may have been. */
  | { is: 'ambiguous'; between: string[] }
  | { is: 'out-of-range' }
  | { is: 'too-long' }
  | { is: 'required' }

/** Words for a person, and the question where one is asked. The same for every channel; `render` makes it fit one. */
export interface Prompt {
  node: string
  language: Language
  text: string
  /** Missing where nothing is asked. */
  question?: { reply: Reply; required: boolean }
  /** Missing when it is asked for the first time. */
  again?: { because: 'reminder' | 'resumed' } | { because: 'misunderstood'; why: Misunderstanding; hint?: string }
}
