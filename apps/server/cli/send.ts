import { broadcast, preparation, type Preparation } from '@kurenda/contract'
import { createInterface } from 'node:readline/promises'
import { callApi } from './call-api.ts'
import { parse, required, type Command } from './command.ts'
import { exitCodes, usage } from './failures.ts'
import { findTown } from './find-town.ts'
import { openList } from './open-list.ts'
import { formatCount, formatMoney, note, print, printJson } from './print.ts'
import { language, say } from './words.ts'
import { polishCount } from '#platform/i18n'

const shownRejections = 10

/** A text to everyone on a list. Nobody gets anything before the yes to how many and how much. */
export const sendCommand: Command = {
  synopsis:
    'send --file LIST.csv --text TEXT [--channel N] [--sender S] [--priority emergency|interactive|normal|bulk] [--at ISO] [--phone-column C] [--name N] [--quiet-hours send|hold] [--yes]',
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
    const quietHours = values['quiet-hours']
    if (quietHours !== undefined && quietHours !== 'send' && quietHours !== 'hold') throw usage(sendCommand.synopsis)
    if (!values.yes && !process.stdin.isTTY)
      throw usage(say('Bez terminala potrzebne jest --yes.', 'Without a terminal --yes is needed.'))
    const text = required(values.text, '--text')
    const file = required(values.file, '--file')
    const town = findTown(process.env)
    const list = openList(file, process.env)
    const prepared = await callApi(town, '/broadcasts/prepare', preparation, {
      method: 'POST',
      list: list.stream,
      query: {
        text,
        channel: values.channel,
        sender: values.sender,
        priority: values.priority,
        at: values.at === undefined ? undefined : instant(values.at),
        phoneColumn: values['phone-column'],
        name: values.name,
      },
    }).finally(() => list.close())
    if (!values.json) for (const line of describe(prepared)) note(line)
    if (!values.yes && !(await isAgreed())) {
      await callApi(town, `/broadcasts/${prepared.broadcast}/cancel`, broadcast, { method: 'POST' })
      note(say('Nic nie wysłano.', 'Nothing was sent.'))
      return exitCodes.error
    }
    // `--yes` answers every question, also the one about quiet hours; `--quiet-hours hold` waits for their end.
    await callApi(town, `/broadcasts/${prepared.broadcast}/confirm`, broadcast, {
      method: 'POST',
      json:
        quietHours !== undefined ? { quietHours } : values.yes && values.at === undefined ? { quietHours: 'send' } : {},
      idempotencyKey: `send-${prepared.broadcast}`,
    })
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

function instant(given: string): string {
  const at = new Date(given)
  if (Number.isNaN(at.getTime()))
    throw usage(say(`--at: „${given}” nie jest datą ISO.`, `--at: “${given}” is no ISO date.`))
  return at.toISOString()
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
  const people =
    language === 'pl'
      ? polishCount(prepared.recipients, 'osoba', 'osoby', 'osób')
      : `${formatCount(prepared.recipients)} ${prepared.recipients === 1 ? 'person' : 'people'}`
  const left = [
    say(`powtórzone: ${prepared.duplicates}`, `repeated: ${prepared.duplicates}`),
    say(`wypisani: ${prepared.optedOut}`, `opted out: ${prepared.optedOut}`),
    say(`odrzucone wiersze: ${prepared.rejectedCount}`, `rejected lines: ${prepared.rejectedCount}`),
  ]
  return [
    `${people} · ${formatCount(prepared.parts)} SMS · ${formatMoney(prepared.cost)}`,
    left.join(' · '),
    ...prepared.rejected
      .slice(0, shownRejections)
      .map(({ line, reason }) => say(`  wiersz ${line}: ${reason}`, `  line ${line}: ${reason}`)),
  ]
}

async function isAgreed(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(say('Wysłać? [t/N] ', 'Send? [y/N] '))
    return /^(t|tak|y|yes)$/i.test(answer.trim())
  } finally {
    terminal.close()
  }
}
