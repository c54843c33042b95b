import { parse, required, type Command } from './command.ts'
import { exitCodes } from './failures.ts'
import { openClient } from './open-client.ts'
import { openList } from './open-list.ts'
import { print, printJson } from './print.ts'
import { say } from './words.ts'

/** Reads people from a list into a group. */
export const importCommand: Command = {
  synopsis: 'import --file LIST.csv --group NAME [--phone-column C]',
  about: say('wczytaj osoby z listy do grupy', 'read people from a list into a group'),
  async run(args) {
    const { values, positionals } = parse(args, {
      file: { type: 'string' },
      group: { type: 'string' },
      'phone-column': { type: 'string' },
    })
    const file = required(values.file ?? positionals[0], '--file')
    const group = required(values.group, '--group')
    const { contacts } = openClient()
    const list = openList(file, process.env)
    const result = await contacts
      .import(list.stream, { group, phoneColumn: values['phone-column'] })
      .finally(() => list.close())
    if (values.json) printJson(result)
    else
      print(
        say(
          `${result.group}: wczytane ${result.imported} · powtórzone ${result.duplicates} · odrzucone ${result.rejectedCount}`,
          `${result.group}: imported ${result.imported} · repeated ${result.duplicates} · rejected ${result.rejectedCount}`,
        ),
      )
    return exitCodes.ok
  },
}
