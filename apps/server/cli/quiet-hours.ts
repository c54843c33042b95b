import { confirmation } from '@kurenda/contract'
import { oneOf } from './command.ts'

const choices = confirmation.shape.quietHours.unwrap().options

export const quietHoursWords = `[--quiet-hours ${choices.join('|')}]`

/**
 * What happens in the quiet hours; nothing where the town shall ask. `--yes` answers every question, also this one, unless a
 * time is named.
 * @throws Failure (usage)
 */
export function quietHoursOf(values: {
  'quiet-hours'?: string | undefined
  yes?: boolean | undefined
  at?: string | undefined
}) {
  const chosen = oneOf(choices, values['quiet-hours'], '--quiet-hours')
  const quietHours = chosen ?? (values.yes && values.at === undefined ? ('send' as const) : undefined)
  return quietHours === undefined ? {} : { quietHours }
}
