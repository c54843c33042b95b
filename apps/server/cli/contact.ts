import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { contactLanguage, type Contact } from '@kurenda/contract'
import type { Client } from '@kurenda/sdk'
import { oneOf, required, wholeNumber } from './command.ts'
import { usage } from './failures.ts'
import { findByName } from './find-by-name.ts'
import { nounCommand, verb } from './noun-command.ts'
import { print } from './print.ts'
import { largestPage, take, usualLimit } from './take.ts'
import { say } from './words.ts'

const filter = { search: { type: 'string' }, group: { type: 'string' }, segment: { type: 'string' } } as const
const person = {
  name: { type: 'string' },
  phone: { type: 'string', multiple: true },
  email: { type: 'string', multiple: true },
  language: { type: 'string' },
  field: { type: 'string', multiple: true },
} as const
const personWords = `[--name N] [--phone P]… [--email E]… [--language ${contactLanguage.options.join('|')}] [--field KEY=VALUE]…`

/** People, and phones whose owner nobody knows. */
export const contactCommand = nounCommand('contact', say('osoby i ich numery', 'people and their numbers'), {
  list: verb({
    takes: '[--search S] [--group NAME] [--segment NAME] [--trash] [--limit N]',
    options: { ...filter, trash: { type: 'boolean' }, limit: { type: 'string' } },
    async run(client, { values }) {
      const limit = values.limit === undefined ? usualLimit : wholeNumber(values.limit, '--limit')
      const query = { ...(await filterOf(client, values)), trash: values.trash, limit: Math.min(limit, largestPage) }
      return take(client.contacts.list(query), limit)
    },
    show: (contacts) => contacts.forEach(showLine),
  }),
  show: verb({
    takes: 'ID',
    run: ({ contacts }, { positionals }) => contacts.get(idOf(positionals)),
    show: showWhole,
  }),
  add: verb({
    takes: `${personWords} [--group NAME]…`,
    options: { ...person, group: { type: 'string', multiple: true } },
    async run(client, { values }) {
      const groups = values.group ? (await client.groups.list()).items : []
      return client.contacts.create({
        ...personOf(values),
        ...(values.group && { groups: values.group.map((name) => findByName(groups, name).id) }),
      })
    },
    show: showWhole,
  }),
  change: verb({
    takes: `ID ${personWords}`,
    options: person,
    async run({ contacts }, { values, positionals }) {
      const { id, version } = await contacts.get(idOf(positionals))
      return contacts.change(id, { version, ...personOf(values) })
    },
    show: showWhole,
  }),
  trash: verb({
    takes: 'ID',
    run: ({ contacts }, { positionals }) => contacts.trash(idOf(positionals)),
    show: () => print(say('W koszu; po 30 dniach zniknie.', 'In the trash; it is erased after 30 days.')),
  }),
  restore: verb({
    takes: 'ID',
    run: ({ contacts }, { positionals }) => contacts.restore(idOf(positionals)),
    show: showWhole,
  }),
  export: verb({
    takes: '--file LIST.csv|LIST.xlsx [--search S] [--group NAME] [--segment NAME]',
    options: { ...filter, file: { type: 'string' } },
    async run(client, { values }) {
      const file = resolve(process.env['INIT_CWD'] || process.cwd(), required(values.file, '--file'))
      const format = file.toLowerCase().endsWith('.xlsx') ? 'xlsx' : 'csv'
      const { body } = await client.contacts.export({ ...(await filterOf(client, values)), format })
      // People's data: nobody else on this machine reads it.
      await pipeline(body ? Readable.fromWeb(body) : [], createWriteStream(file, { mode: 0o600 }))
      return { file, format }
    },
    show: ({ file }) => print(say(`Zapisano: ${file}`, `Written: ${file}`)),
  }),
})

interface Filter {
  search?: string | undefined
  group?: string | undefined
  segment?: string | undefined
}

async function filterOf({ groups, segments }: Client, { search, group, segment }: Filter) {
  return {
    search,
    group: group === undefined ? undefined : findByName((await groups.list()).items, group).id,
    segment: segment === undefined ? undefined : findByName((await segments.list()).items, segment).id,
  }
}

interface PersonOptions {
  name?: string | undefined
  phone?: string[] | undefined
  email?: string[] | undefined
  language?: string | undefined
  field?: string[] | undefined
}

/** What was given of a person; what was not is left out, and stays as it is. */
function personOf({ name, phone, email, language: given, field }: PersonOptions) {
  const language = oneOf(contactLanguage.options, given, '--language')
  return {
    ...(name !== undefined && { name }),
    ...(phone && { phones: phone }),
    ...(email && { emails: email }),
    ...(language && { language }),
    ...(field && { fields: Object.fromEntries(field.map(pairOf)) }),
  }
}

/** @throws Failure (usage) */
function pairOf(text: string): [string, string] {
  const [key = '', ...value] = text.split('=')
  if (key === '' || value.length === 0)
    throw usage(say(`--field: „${text}” to nie POLE=WARTOŚĆ.`, `--field: “${text}” is not KEY=VALUE.`))
  return [key, value.join('=')]
}

function idOf([id]: string[]): number {
  return wholeNumber(id, say('numeru osoby', 'the number of the person'))
}

function showLine({ id, name, addresses }: Contact): void {
  const marked = addresses.map(({ value, optedOut }) =>
    optedOut ? `${value} (${say('wypisany', 'opted out')})` : value,
  )
  print(`${id}  ${name ?? say('(bez nazwy)', '(no name)')}  ${marked.join(', ')}`)
}

function showWhole(contact: Contact): void {
  showLine(contact)
  const lines = [
    [say('grupy', 'groups'), contact.groups.map(({ name }) => name).join(', ')],
    [say('język', 'language'), contact.language],
    ...Object.entries(contact.fields),
    [say('w koszu od', 'in the trash since'), contact.trashedAt ?? ''],
  ]
  for (const [what, value] of lines) if (value) print(`  ${what}: ${value}`)
}
