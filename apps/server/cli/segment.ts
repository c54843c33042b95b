import { condition, type Condition, type Segment } from '@kurenda/contract'
import type { Client } from '@kurenda/sdk'
import { required } from './command.ts'
import { usage } from './failures.ts'
import { findByName } from './find-by-name.ts'
import { nounCommand, verb } from './noun-command.ts'
import { formatCount, print } from './print.ts'
import { say } from './words.ts'

/** Saved filters, by their names. */
export const segmentCommand = nounCommand(
  'segment',
  say('zapisane filtry odbiorców; warunek jest w JSON', 'saved filters of people; a condition is JSON'),
  {
    list: verb({
      run: async ({ segments }) => (await segments.list()).items,
      show: (segments) => segments.forEach(show),
    }),
    add: verb({
      takes: `NAME --condition '{"is": "has_phone"}'`,
      options: { condition: { type: 'string' } },
      run: ({ segments }, { values, positionals }) =>
        segments.create({
          name: required(positionals[0], say('nazwy', 'the name')),
          condition: conditionOf(required(values.condition, '--condition')),
        }),
      show,
    }),
    change: verb({
      takes: 'NAME [--name NEW] [--condition JSON]',
      options: { name: { type: 'string' }, condition: { type: 'string' } },
      async run(client, { values, positionals }) {
        const { id, version } = await find(client, positionals)
        return client.segments.change(id, {
          version,
          name: values.name,
          ...(values.condition !== undefined && { condition: conditionOf(values.condition) }),
        })
      },
      show,
    }),
    remove: verb({
      takes: 'NAME',
      run: async (client, { positionals }) => client.segments.remove((await find(client, positionals)).id),
      show: () => print(say('Usunięto filtr.', 'The filter is removed.')),
    }),
    count: verb({
      takes: 'NAME',
      run: async (client, { positionals }) =>
        client.audience.count({ segments: [(await find(client, positionals)).id] }),
      show({ chosen, recipients, excluded }) {
        print(
          say(
            `Odbiorcy: ${formatCount(recipients)} z ${formatCount(chosen)}`,
            `Recipients: ${formatCount(recipients)} of ${formatCount(chosen)}`,
          ),
        )
        print(
          say(
            `wypisani: ${excluded.optedOut} · bez numeru: ${excluded.noPhone} · ten sam numer: ${excluded.duplicateNumber}`,
            `opted out: ${excluded.optedOut} · no phone: ${excluded.noPhone} · same number: ${excluded.duplicateNumber}`,
          ),
        )
      },
    }),
  },
)

async function find({ segments }: Client, [name]: string[]): Promise<Segment> {
  return findByName((await segments.list()).items, name)
}

/** @throws Failure (usage) */
function conditionOf(text: string): Condition {
  const read = condition.safeParse(parseJson(text))
  if (read.success) return read.data
  throw usage(say('--condition: to nie jest warunek w JSON.', '--condition: this is no condition in JSON.'))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function show(segment: Segment): void {
  print(`${segment.name}  ${JSON.stringify(segment.condition)}`)
}
