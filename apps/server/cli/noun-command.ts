import type { Client } from '@kurenda/sdk'
import { parse, type Command, type Options } from './command.ts'
import { exitCodes, usage } from './failures.ts'
import { openClient } from './open-client.ts'
import { printJson } from './print.ts'

type Given<Wanted extends Options> = ReturnType<typeof parse<Wanted>>

interface Verb<Wanted extends Options, Answer> {
  /** What follows the verb, for the help. */
  takes?: string
  options?: Wanted
  run(client: Client, given: Given<Wanted>): Promise<Answer>
  /** For people; a script gets the answer as JSON. */
  show(answer: Answer, given: Given<Wanted>): void
  /** Of the exit code; left out where whatever is answered is fine. */
  isFine?(answer: Answer): boolean
}

/** A verb that is ready to be run. */
interface ReadyVerb {
  takes: string
  run(args: string[]): Promise<number>
}

/** One verb of a noun: `contact add …`. */
export function verb<Answer, const Wanted extends Options = Record<never, never>>(of: Verb<Wanted, Answer>): ReadyVerb {
  return {
    takes: of.takes ?? '',
    async run(args) {
      const given = parse(args, of.options ?? ({} as Wanted))
      const answer = await of.run(openClient(), given)
      if ('json' in given.values && given.values.json) printJson(answer)
      else of.show(answer, given)
      return (of.isFine?.(answer) ?? true) ? exitCodes.ok : exitCodes.error
    },
  }
}

/** What can be done with one kind of thing. */
export function nounCommand(noun: string, about: string, verbs: Record<string, ReadyVerb>): Command {
  const synopsis = Object.entries(verbs)
    .map(([name, { takes }]) => `${noun} ${name} ${takes}`.trimEnd())
    .join('\n  ')
  return {
    synopsis,
    about,
    async run([name = '', ...args]) {
      const chosen = Object.hasOwn(verbs, name) ? verbs[name] : undefined
      if (!chosen) throw usage(synopsis.replaceAll('\n  ', '\n'))
      return chosen.run(args)
    },
  }
}
