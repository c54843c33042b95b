import { text } from 'node:stream/consumers'
import { invited, resetLink, staffMember, staffPage, type StaffMember } from '@kurenda/contract'
import { callApi } from './call-api.ts'
import { parse, required, type Command } from './command.ts'
import { exitCodes, Failure, usage } from './failures.ts'
import { findTown, type Town } from './find-town.ts'
import { formatMoment, print, printJson } from './print.ts'
import { say } from './words.ts'

/** People who can sign in to the console. */
export const userCommand: Command = {
  synopsis:
    'user add --email E --name N [--role administrator|editor|approver|duty_officer|agent|auditor] [--password-stdin] | user list | user deactivate E | user reset E',
  about: say(
    'osoby, które logują się do konsoli; nowa ustawia hasło z jednorazowego linku',
    'people who sign in to the console; a new one sets a password by a one-time link',
  ),
  run([verb, ...args]) {
    switch (verb) {
      case 'add':
        return add(args)
      case 'list':
        return list(args)
      case 'deactivate':
        return deactivate(args)
      case 'reset':
        return reset(args)
      default:
        throw usage(userCommand.synopsis)
    }
  },
}

async function add(args: string[]): Promise<number> {
  const { values } = parse(args, {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    'password-stdin': { type: 'boolean', default: false },
  })
  const town = findTown(process.env)
  const person = {
    email: required(values.email, '--email'),
    name: required(values.name, '--name'),
    ...(values.role === undefined ? {} : { role: values.role }),
  }
  if (values['password-stdin']) {
    const password = (await text(process.stdin)).replace(/\r?\n$/, '')
    const added = await callApi(town, '/staff', staffMember, { method: 'POST', json: { ...person, password } })
    if (values.json) printJson(added)
    else print(say(`Dodano: ${added.name}. Logowanie: ${town.url}`, `Added: ${added.name}. Sign in at ${town.url}`))
    return exitCodes.ok
  }
  const invitation = await callApi(town, '/invitations', invited, { method: 'POST', json: person })
  if (values.json) printJson(invitation)
  else tellLink(person.email, invitation)
  return exitCodes.ok
}

/** Either it is in the mail, or it is shown here and nowhere else again. */
function tellLink(email: string, { link, expiresAt }: { link: string | null; expiresAt: string }): void {
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

async function list(args: string[]): Promise<number> {
  const { values } = parse(args, {})
  const staff = await everyone(findTown(process.env))
  if (values.json) printJson(staff)
  else
    for (const { email, name, role, active } of staff)
      print(`${email}  ${name}  ${role}${active ? '' : say('  (bez dostępu)', '  (no access)')}`)
  return exitCodes.ok
}

async function deactivate(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, {})
  const town = findTown(process.env)
  const person = await findPerson(town, positionals[0])
  const changed = await callApi(town, `/staff/${person.id}/deactivate`, staffMember, { method: 'POST' })
  if (values.json) printJson(changed)
  else print(say(`${changed.name} nie ma już dostępu.`, `${changed.name} has no access any more.`))
  return exitCodes.ok
}

async function reset(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, {})
  const town = findTown(process.env)
  const person = await findPerson(town, positionals[0])
  const offered = await callApi(town, `/staff/${person.id}/password-reset`, resetLink, { method: 'POST' })
  if (values.json) printJson(offered)
  else tellLink(person.email, offered)
  return exitCodes.ok
}

/** @throws Failure where nobody has that address */
async function findPerson(town: Town, wanted: string | undefined): Promise<StaffMember> {
  const email = required(wanted, say('adresu e-mail', 'the e-mail address')).toLowerCase()
  const found = (await everyone(town)).find((person) => person.email === email)
  if (!found) throw new Failure(say(`Nie ma tu osoby z adresem ${email}.`, `Nobody here has the address ${email}.`))
  return found
}

async function everyone(town: Town): Promise<StaffMember[]> {
  const staff: StaffMember[] = []
  for (let cursor: string | undefined; ;) {
    const { items, next } = await callApi(town, '/staff', staffPage, { query: { limit: '200', cursor } })
    staff.push(...items)
    if (next === null) return staff
    cursor = next
  }
}
