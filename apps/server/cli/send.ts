import { priority, type Preparation } from '@kurenda/contract'
import { isAgreed, mustBeAbleToAgree } from './ask-agreement.ts'
import { instant, oneOf, parse, required, type Command } from './command.ts'
import { exitCodes } from './failures.ts'
import { openClient } from './open-client.ts'
import { openList } from './open-list.ts'
import { formatCount, formatMoney, formatPeople, note, print, printJson } from './print.ts'
import { quietHoursOf, quietHoursWords } from './quiet-hours.ts'
import { say } from './words.ts'

const shownRejections = 10

/** A text to everyone on a list. Nobody gets anything before the yes to how many and how much. */
export const sendCommand: Command = {
  synopsis: `send --file LIST.csv --text TEXT [--channel N] [--sender S] [--priority emergency|interactive|normal|bulk] [--at ISO] [--phone-column C] [--name N] ${quietHoursWords} [--yes]`,
  about: say('wyślij do wszystkich z listy', 'send to everyone on a list'),
  async run(args) {
    const { values } = parse(args, {
      file: { type: 'string' },
      text: { type: 'string' },
      channel: { type: 'string' },
      sender: { type: 'string' },
      priority: { type: 'string' },
      at: { type: 'string' },
      'phone-column': { type: 'string' },
      name: { type: 'string' },
      'quiet-hours': { type: 'string' },
      yes: { type: 'boolean' },
    })
    const quietHours = quietHoursOf(values)
    mustBeAbleToAgree(values.yes)
    const query = {
      text: required(values.text, '--text'),
      channel: values.channel,
      sender: values.sender,
      priority: oneOf(priority.options, values.priority, '--priority'),
      at: instant(values.at, '--at'),
      phoneColumn: values['phone-column'],
      name: values.name,
    }
    const file = required(values.file, '--file')
    const { broadcasts } = openClient()
    const list = openList(file, process.env)
    const prepared = await broadcasts.prepareList(list.stream, query).finally(() => list.close())
    if (!values.json) for (const line of describe(prepared)) note(line)
    if (!values.yes && !(await isAgreed())) {
      await broadcasts.cancel(prepared.broadcast)
      note(say('Nic nie wysłano.', 'Nothing was sent.'))
      return exitCodes.error
    }
    await broadcasts.confirm(prepared.broadcast, quietHours, { idempotencyKey: `send-${prepared.broadcast}` })
    if (values.json) printJson(summary(prepared))
    else
      print(
        say(
          `Rozsyłka ${prepared.broadcast} ruszyła. Śledź ją: npm run kurenda -- watch ${prepared.broadcast}`,
          `Broadcast ${prepared.broadcast} is on its way. Follow it: npm run kurenda -- watch ${prepared.broadcast}`,
        ),
      )
    return exitCodes.ok
  },
}

function summary({
  broadcast: id,
  recipients,
  duplicates,
  optedOut,
  rejected,
  rejectedCount,
  parts,
  cost,
}: Preparation) {
  return { broadcast: id, recipients, duplicates, optedOut, rejected, rejectedCount, parts, cost }
}

function describe(prepared: Preparation): string[] {
  const left = [
    say(`powtórzone: ${prepared.duplicates}`, `repeated: ${prepared.duplicates}`),
    say(`wypisani: ${prepared.optedOut}`, `opted out: ${prepared.optedOut}`),
    say(`odrzucone wiersze: ${prepared.rejectedCount}`, `rejected lines: ${prepared.rejectedCount}`),
  ]
  return [
    `${formatPeople(prepared.recipients)} · ${formatCount(prepared.parts)} SMS · ${formatMoney(prepared.cost)}`,
    left.join(' · '),
    ...prepared.rejected
      .slice(0, shownRejections)
      .map(({ line, reason }) => say(`  wiersz ${line}: ${reason}`, `  line ${line}: ${reason}`)),
  ]
}
