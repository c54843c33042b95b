import { channel, channelList, channelTest, type Channel, type ChannelStatus } from '@kurenda/contract'
import { callApi } from './call-api.ts'
import { parse, required, wholeNumber, type Command } from './command.ts'
import { exitCodes, Failure, usage } from './failures.ts'
import { findTown } from './find-town.ts'
import { print, printJson } from './print.ts'
import { say } from './words.ts'

/** Ways to residents: add one, test one, list them. */
export const channelCommand: Command = {
  synopsis:
    'channel add smpp --name N --host H --port P --system-id U --password W --sender S [--window 50] [--rate N] [--price 0.08] [--tls] | channel test [NAME] | channel list',
  about: say('kanały do operatorów', 'channels to providers'),
  run([verb, ...args]) {
    switch (verb) {
      case 'add':
        return add(args)
      case 'test':
        return test(args)
      case 'list':
        return list(args)
      default:
        throw usage(channelCommand.synopsis)
    }
  },
}

async function add(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, {
    name: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    'system-id': { type: 'string' },
    'system-type': { type: 'string' },
    password: { type: 'string' },
    sender: { type: 'string' },
    window: { type: 'string' },
    rate: { type: 'string' },
    price: { type: 'string' },
    currency: { type: 'string' },
    concatenation: { type: 'string' },
    tls: { type: 'boolean' },
    'allow-foreign': { type: 'boolean' },
    'allow-fixed-line': { type: 'boolean' },
  })
  const type = required(positionals[0], say('rodzaju kanału (smpp)', 'the type of the channel (smpp)'))
  const saved = await callApi(findTown(process.env), '/channels', channel, {
    method: 'POST',
    json: {
      type,
      name: required(values.name, '--name'),
      sender: required(values.sender, '--sender'),
      config: {
        host: required(values.host, '--host'),
        port: wholeNumber(values.port, '--port'),
        systemId: required(values['system-id'], '--system-id'),
        password: values.password ?? process.env['KURENDA_CHANNEL_PASSWORD'] ?? '',
        ...(values['system-type'] === undefined ? {} : { systemType: values['system-type'] }),
        ...(values.window === undefined ? {} : { window: wholeNumber(values.window, '--window') }),
        ...(values.concatenation === undefined ? {} : { concatenation: values.concatenation }),
        ...(values.tls ? { tls: true } : {}),
      },
      ...(values.rate === undefined ? {} : { ratePerSecond: wholeNumber(values.rate, '--rate') }),
      ...(values.price === undefined ? {} : { pricePerPart: Number(values.price.replace(',', '.')) }),
      ...(values.currency === undefined ? {} : { currency: values.currency }),
      ...(values['allow-foreign'] || values['allow-fixed-line']
        ? {
            numberPolicy: { foreign: values['allow-foreign'] ?? false, fixedLine: values['allow-fixed-line'] ?? false },
          }
        : {}),
    },
  })
  if (values.json) printJson(saved)
  else
    print(
      say(
        `Kanał „${saved.name}” zapisany. Sprawdź go: npm run kurenda -- channel test ${saved.name}`,
        `The channel “${saved.name}” is saved. Test it: npm run kurenda -- channel test ${saved.name}`,
      ),
    )
  return exitCodes.ok
}

async function test(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, { name: { type: 'string' } })
  const town = findTown(process.env)
  const { items } = await callApi(town, '/channels', channelList)
  const name = positionals[0] ?? values.name
  const found = name === undefined ? items[0] : items.find((item) => item.name === name)
  if (!found)
    throw new Failure(
      say(
        `Nie ma kanału „${name ?? ''}”. Są: ${items.map((item) => item.name).join(', ') || '—'}`,
        `There is no channel “${name ?? ''}”. There are: ${items.map((item) => item.name).join(', ') || '—'}`,
      ),
    )
  const result = await callApi(town, `/channels/${found.id}/test`, channelTest, { method: 'POST' })
  if (values.json) printJson({ channel: found.name, ...result })
  else print(`${found.name}: ${formatStatus(result.status)}`)
  return result.ok ? exitCodes.ok : exitCodes.error
}

async function list(args: string[]): Promise<number> {
  const { values } = parse(args, {})
  const { items } = await callApi(findTown(process.env), '/channels', channelList)
  if (values.json) printJson(items)
  else for (const item of items) print(formatChannel(item))
  return exitCodes.ok
}

export function formatChannel(item: Channel): string {
  return `${item.name}  ${item.type}  ${item.sender}  ${formatStatus(item.status)}`
}

function formatStatus(status: ChannelStatus): string {
  switch (status.is) {
    case 'up':
      return say('połączony', 'up')
    case 'connecting':
      return say('łączy się', 'connecting')
    case 'down':
      return say(`nie działa: ${status.reason}`, `down: ${status.reason}`)
  }
}
