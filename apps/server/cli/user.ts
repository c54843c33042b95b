import { addedStaff } from '@kurenda/contract'
import { callApi } from './call-api.ts'
import { parse, required, type Command } from './command.ts'
import { exitCodes, usage } from './failures.ts'
import { findTown } from './find-town.ts'
import { print, printJson } from './print.ts'
import { say } from './words.ts'

/** Adds someone who can sign in to the console. */
export const userCommand: Command = {
  synopsis: 'user add --email E --name N [--role administrator|editor|approver|duty_officer|agent|auditor]',
  about: say('dodaj osobę, która zaloguje się do konsoli', 'add someone who can sign in to the console'),
  async run(args) {
    const { values, positionals } = parse(args, {
      email: { type: 'string' },
      name: { type: 'string' },
      role: { type: 'string' },
    })
    if (positionals[0] !== 'add') throw usage(say('user add …', 'user add …'))
    const town = findTown(process.env)
    const added = await callApi(town, '/staff', addedStaff, {
      method: 'POST',
      json: {
        email: required(values.email, '--email'),
        name: required(values.name, '--name'),
        ...(values.role === undefined ? {} : { role: values.role }),
      },
    })
    if (values.json) printJson(added)
    else {
      print(say(`Dodano: ${added.name}. Zaloguj się na ${town.url}`, `Added: ${added.name}. Sign in at ${town.url}`))
      print(
        say(`adres ${added.email}, hasło ${added.password}`, `as ${added.email} with the password ${added.password}`),
      )
    }
    return exitCodes.ok
  },
}
