/** What is wrong with a definition, by where it is. */
export type Problem = { node?: string } & (
  | { code: 'too-big'; bytes: number; most: number }
  | { code: 'not-json' }
  /** JSON, but no object. */
  | { code: 'not-a-definition' }
  | { code: 'newer-format'; format: number; known: number }
  | { code: 'too-many-nodes'; nodes: number; most: number }
  /** `path`: from the definition down. `why`: what the schema says, in the languages of who may have written it. */
  | { code: 'wrong-form'; path: string; why: { pl: string; en: string } }
  | { code: 'refers-to-nothing'; to: string }
  | { code: 'loops-without-asking'; through: string[] }
  | { code: 'never-reached' }
  | { code: 'missing-translation'; language: string }
  | { code: 'bad-template'; language: string; near: string }
  | { code: 'unknown-field'; field: string }
  | { code: 'choice-says-stop'; choice: string }
  | { code: 'choices-sound-alike'; choices: [string, string] }
)

/** With these a definition runs all the same; with all others it is refused. */
const WARNINGS: readonly Problem['code'][] = ['never-reached', 'unknown-field', 'choices-sound-alike']

export function isWarning({ code }: Problem): boolean {
  return WARNINGS.includes(code)
}
