import type { Definition } from '../definition.ts'
import { choices } from './choices.ts'
import { fields } from './fields.ts'
import { loops } from './loops.ts'
import type { Problem } from './problem.ts'
import { reach } from './reach.ts'
import { references } from './references.ts'
import { texts } from './texts.ts'

/**
 * All that is wrong with a definition of the right form.
 * @param fieldsOfContact names of the fields that the host has; where missing, none is called unknown
 */
export function check(definition: Definition, fieldsOfContact?: readonly string[]): Problem[] {
  return [
    ...references(definition),
    ...loops(definition),
    ...reach(definition),
    ...texts(definition),
    ...choices(definition),
    ...(fieldsOfContact ? fields(definition, fieldsOfContact) : []),
  ]
}
