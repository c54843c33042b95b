import { fieldsReadBy, readerOf } from './definition.ts'
import type { Definition } from './definition.ts'
import type { Language } from './language.ts'
import type { Session } from './session.ts'
import { follow } from './follow.ts'
import type { Step } from './follow.ts'
import { keyOf } from './value.ts'
import { Walk } from './walk.ts'

export interface Opening {
  /** An ISO instant in UTC. */
  at: string
  /** The person's own; the dialogue's first, where it does not speak that. */
  language?: Language
  /** Fields of the contact. The session keeps those that the dialogue reads, and no others. */
  contact?: Record<string, string>
  /** The organization's, instead of the definition's. */
  timeZone?: string
}

/** A new session, and what is said first. The definition is one that `readDefinition` has accepted. */
export function start(definition: Definition, opening: Opening): Step {
  const session: Session = {
    dialogue: definition.id,
    version: definition.version,
    language: languageFor(definition, opening.language),
    ...(opening.timeZone !== undefined && { timeZone: opening.timeZone }),
    node: definition.start,
    stack: [],
    tries: 0,
    reminded: 0,
    answers: {},
    contact: readFields(definition, opening.contact ?? {}),
  }
  const walk = new Walk(definition, session, opening.at, readerOf(definition))
  return follow(definition, walk, definition.start)
}

function languageFor({ languages }: Definition, wanted: Language | undefined): Language {
  return wanted !== undefined && languages.includes(wanted) ? wanted : languages[0]
}

function readFields(definition: Definition, contact: Readonly<Record<string, string>>): Record<string, string> {
  const read = fieldsReadBy(definition)
  return Object.fromEntries(
    Object.entries(contact)
      .map(([name, value]) => [keyOf(name), value] as const)
      .filter(([key]) => read.has(key)),
  )
}
