import type { Group } from '@kurenda/contract'
import type { Client } from '@kurenda/sdk'
import { required, wholeNumber } from './command.ts'
import { findByName } from './find-by-name.ts'
import { nounCommand, verb } from './noun-command.ts'
import { formatCount, print } from './print.ts'
import { say } from './words.ts'

/** Groups of people, by their names. */
export const groupCommand = nounCommand('group', say('grupy odbiorców', 'groups of people'), {
  list: verb({
    run: async ({ groups }) => (await groups.list()).items,
    show: (groups) => groups.forEach(show),
  }),
  add: verb({
    takes: 'NAME [--keyword WORD]',
    options: { keyword: { type: 'string' } },
    run: ({ groups }, { values, positionals }) =>
      groups.create({
        name: required(positionals[0], say('nazwy', 'the name')),
        ...(values.keyword !== undefined && { keyword: values.keyword }),
      }),
    show,
  }),
  change: verb({
    takes: 'NAME [--name NEW] [--keyword WORD | --no-keyword]',
    options: { name: { type: 'string' }, keyword: { type: 'string' }, 'no-keyword': { type: 'boolean' } },
    async run(client, { values, positionals }) {
      const keyword = values['no-keyword'] ? null : values.keyword
      return client.groups.change((await find(client, positionals)).id, { name: values.name, keyword })
    },
    show,
  }),
  remove: verb({
    takes: 'NAME',
    run: async (client, { positionals }) => client.groups.remove((await find(client, positionals)).id),
    show: () => print(say('Usunięto grupę; osoby zostały.', 'The group is removed; its people stay.')),
  }),
  members: verb({
    takes: 'NAME [--add CONTACT]… [--remove CONTACT]…',
    options: { add: { type: 'string', multiple: true }, remove: { type: 'string', multiple: true } },
    async run(client, { values, positionals }) {
      const { id } = await find(client, positionals)
      const [add, remove] = [numbers(values.add, '--add'), numbers(values.remove, '--remove')]
      return client.groups.changeMembers(id, { add, remove })
    },
    show: ({ added, removed }) =>
      print(say(`dodano: ${added} · usunięto: ${removed}`, `added: ${added} · removed: ${removed}`)),
  }),
})

async function find({ groups }: Client, [name]: string[]): Promise<Group> {
  return findByName((await groups.list()).items, name)
}

function numbers(given: string[] | undefined, name: string): number[] {
  return (given ?? []).flatMap((some) => some.split(',')).map((one) => wholeNumber(one.trim(), name))
}

function show({ name, keyword, members }: Group): void {
  print([name, formatCount(members), ...(keyword === null ? [] : [keyword])].join('  '))
}
