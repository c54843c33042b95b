import { text } from 'node:stream/consumers'
import { staffRole, type StaffMember } from '@kurenda/contract'
import type { Client } from '@kurenda/sdk'
import { oneOf, required } from './command.ts'
import { Failure } from './failures.ts'
import { findTown } from './find-town.ts'
import { nounCommand, verb } from './noun-command.ts'
import { formatMoment, print } from './print.ts'
import { largestPage, take } from './take.ts'
import { say } from './words.ts'

/** People who can sign in to the console. */
export const userCommand = nounCommand(
  'user',
  say(
    'osoby, które logują się do konsoli; nowa ustawia hasło z jednorazowego linku',
    'people who sign in to the console; a new one sets a password by a one-time link',
  ),
  {
    add: verb({
      takes: `--email E --name N [--role ${staffRole.options.join('|')}] [--password-stdin]`,
      options: {
        email: { type: 'string' },
        name: { type: 'string' },
        role: { type: 'string' },
        'password-stdin': { type: 'boolean' },
      },
      async run({ staff, invitations }, { values }) {
        const role = oneOf(staffRole.options, values.role, '--role')
        const person = {
          email: required(values.email, '--email'),
          name: required(values.name, '--name'),
          ...(role && { role }),
        }
        if (!values['password-stdin']) return invitations.create(person)
        const password = (await text(process.stdin)).replace(/\r?\n$/, '')
        return staff.add({ ...person, password })
      },
      show(added) {
        if ('link' in added) tellLink(added)
        else {
          const { url } = findTown(process.env)
          print(say(`Dodano: ${added.name}. Logowanie: ${url}`, `Added: ${added.name}. Sign in at ${url}`))
        }
      },
    }),
    list: verb({
      run: ({ staff }) => take(staff.list({ limit: largestPage }), Infinity),
      show(everyone) {
        for (const { email, name, role, active } of everyone)
          print(`${email}  ${name}  ${role}${active ? '' : say('  (bez dostępu)', '  (no access)')}`)
      },
    }),
    deactivate: verb({
      takes: 'E',
      run: async (client, { positionals }) => client.staff.deactivate((await findPerson(client, positionals[0])).id),
      show: ({ name }) => print(say(`${name} nie ma już dostępu.`, `${name} has no access any more.`)),
    }),
    reset: verb({
      takes: 'E',
      async run(client, { positionals }) {
        const { id, email } = await findPerson(client, positionals[0])
        return { email, ...(await client.staff.resetPassword(id)) }
      },
      show: tellLink,
    }),
    'forget-factor': verb({
      takes: 'E',
      async run(client, { positionals }) {
        const { id, name } = await findPerson(client, positionals[0])
        await client.staff.resetSecondFactor(id)
        return { name }
      },
      show: ({ name }) =>
        print(
          say(
            `${name}: kod i klucze dostępu zapomniane, sesje zakończone. Wystarczy samo hasło.`,
            `${name}: code and passkeys forgotten, sessions ended. The password alone is enough.`,
          ),
        ),
    }),
  },
)

/** Either it is in the mail, or it is shown here and nowhere else again. */
function tellLink(offered: { email: string | null; link: string | null; expiresAt: string }): void {
  const { link, expiresAt } = offered
  const email = offered.email ?? ''
  if (link === null) {
    print(say(`Link wysłano na adres ${email}.`, `The link is on its way to ${email}.`))
    return
  }
  print(
    say(
      `Przekaż ten link osobie ${email}. Działa jeden raz, do: ${formatMoment(expiresAt)}.`,
      `Hand this link to ${email}. It works once, until ${formatMoment(expiresAt)}.`,
    ),
  )
  print(link)
}

/** @throws Failure where nobody has that address */
async function findPerson({ staff }: Client, wanted: string | undefined): Promise<StaffMember> {
  const email = required(wanted, say('adresu e-mail', 'the e-mail address')).toLowerCase()
  for await (const person of staff.list({ limit: largestPage })) if (person.email === email) return person
  throw new Failure(say(`Nie ma tu osoby z adresem ${email}.`, `Nobody here has the address ${email}.`))
}
