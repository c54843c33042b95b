import { parseArgs, type ParseArgsConfig } from 'node:util'
import { usage } from './failures.ts'
import { say } from './words.ts'

/** One command of the command line. */
export interface Command {
  /** After `npm run kurenda --`. */
  synopsis: string
  about: string
  /** @returns the exit code */
  run(args: string[]): Promise<number>
}

export type Options = NonNullable<ParseArgsConfig['options']>

/** `--json` belongs to every command. @throws Failure (usage) for what the command does not know */
export function parse<Wanted extends Options>(args: string[], options: Wanted) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { ...options, json: { type: 'boolean' as const, default: false } },
    })
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error))
  }
}

/** @throws Failure (usage) where it is missing */
export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw usage(say(`Brakuje ${name}.`, `${name} is missing.`))
  return value
}

/** One of what there is to choose from; nothing where nothing is given. @throws Failure (usage) */
export function oneOf<Choice extends string>(
  choices: readonly Choice[],
  value: string | undefined,
  name: string,
): Choice | undefined {
  const chosen = choices.find((choice) => choice === value)
  if (value !== undefined && chosen === undefined)
    throw usage(
      say(
        `${name}: nie ma „${value}”. Do wyboru: ${choices.join(', ')}`,
        `${name}: there is no “${value}”. Choose: ${choices.join(', ')}`,
      ),
    )
  return chosen
}

/** An instant as a person writes it, in ISO 8601. @throws Failure (usage) */
export function instant(value: string | undefined, name: string): string | undefined {
  if (value === undefined) return undefined
  const at = new Date(value)
  if (Number.isNaN(at.getTime()))
    throw usage(say(`${name}: „${value}” nie jest datą ISO.`, `${name}: “${value}” is no ISO date.`))
  return at.toISOString()
}

/** A whole number above zero. @throws Failure (usage) */
export function wholeNumber(value: string | undefined, name: string): number {
  const number = Number(required(value, name))
  if (!Number.isSafeInteger(number) || number < 1)
    throw usage(say(`${name}: „${value}” nie jest liczbą.`, `${name}: “${value}” is no number.`))
  return number
}
