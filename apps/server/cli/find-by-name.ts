import { required } from './command.ts'
import { Failure } from './failures.ts'
import { say } from './words.ts'

/** The one of that name. @throws Failure that says which there are */
export function findByName<Item extends { name: string }>(items: readonly Item[], wanted: string | undefined): Item {
  const name = required(wanted, say('nazwy', 'the name'))
  const found = items.find((item) => item.name === name)
  if (found) return found
  const there = items.map((item) => item.name).join(', ') || '—'
  throw new Failure(
    say(`Nie znam nazwy „${name}”. Są: ${there}`, `Nothing here is called “${name}”. There are: ${there}`),
  )
}
