import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  channel,
  channelList,
  channelTest,
  channelTrace,
  channelTracing,
  type Channel,
  type ChannelExchange,
  type ChannelStatus,
} from '@kurenda/contract'
import { callApi } from './call-api.ts'
import { parse, required, wholeNumber, type Command } from './command.ts'
import { exitCodes, Failure, usage } from './failures.ts'
import { findTown, type Town } from './find-town.ts'
import { note, print, printJson } from './print.ts'
import { say } from './words.ts'

/** Ways to residents: add one, test one, list them. */
export const channelCommand: Command = {
  synopsis:
    'channel add smpp --name N --host H --port P --system-id U --password W --sender S [--window 50] [--rate N] [--price 0.08] [--binds N] [--bind-mode separate] [--concatenation payload] [--senders A,B] [--tls] [--tls-ca FILE] [--tls-fingerprint SHA256] [--tls-server-name NAME] | channel test [NAME] | channel list | channel trace [NAME] [--minutes N] [--errors] [--limit 50]',
  about: say('kanały do operatorów', 'channels to providers'),
  run([verb, ...args]) {
    switch (verb) {
      case 'add':
        return add(args)
      case 'test':
        return test(args)
      case 'list':
        return list(args)
      case 'trace':
        return trace(args)
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
    binds: { type: 'string' },
    'bind-mode': { type: 'string' },
    senders: { type: 'string' },
    tls: { type: 'boolean' },
    'tls-ca': { type: 'string' },
    'tls-fingerprint': { type: 'string' },
    'tls-server-name': { type: 'string' },
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
        ...(values.binds === undefined ? {} : { binds: wholeNumber(values.binds, '--binds') }),
        ...(values['bind-mode'] === undefined ? {} : { bindMode: values['bind-mode'] }),
        ...(values.senders === undefined ? {} : { senders: values.senders.split(',').map((one) => one.trim()) }),
        ...(values.tls ? { tls: true } : {}),
        ...(values['tls-ca'] === undefined ? {} : { tlsCa: readPem(values['tls-ca']) }),
        ...(values['tls-fingerprint'] === undefined ? {} : { tlsFingerprint: values['tls-fingerprint'] }),
        ...(values['tls-server-name'] === undefined ? {} : { tlsServerName: values['tls-server-name'] }),
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

/** @throws Failure where it cannot be read */
function readPem(name: string): string {
  const path = resolve(process.env['INIT_CWD'] || process.cwd(), name)
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new Failure(say(`Nie mogę odczytać pliku ${path}.`, `The file ${path} cannot be read.`))
  }
}

/** The channel of that name, or the first one. @throws Failure where there is none */
async function find(town: Town, name: string | undefined): Promise<Channel> {
  const { items } = await callApi(town, '/channels', channelList)
  const found = name === undefined ? items[0] : items.find((item) => item.name === name)
  if (!found)
    throw new Failure(
      say(
        `Nie ma kanału „${name ?? ''}”. Są: ${items.map((item) => item.name).join(', ') || '—'}`,
        `There is no channel “${name ?? ''}”. There are: ${items.map((item) => item.name).join(', ') || '—'}`,
      ),
    )
  return found
}

async function test(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, { name: { type: 'string' } })
  const town = findTown(process.env)
  const found = await find(town, positionals[0] ?? values.name)
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

/** What the channel and its provider said to each other, the oldest first; with `--minutes` everything from now on is kept. */
async function trace(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, {
    name: { type: 'string' },
    minutes: { type: 'string' },
    limit: { type: 'string' },
    errors: { type: 'boolean' },
  })
  const town = findTown(process.env)
  const { id, name } = await find(town, positionals[0] ?? values.name)
  if (values.minutes !== undefined) {
    const minutes = values.minutes === '0' ? 0 : wholeNumber(values.minutes, '--minutes')
    await callApi(town, `/channels/${id}/trace`, channelTracing, { method: 'POST', json: { minutes } })
  }
  const query = {
    limit: values.limit === undefined ? undefined : String(wholeNumber(values.limit, '--limit')),
    errors: values.errors ? 'true' : undefined,
  }
  const { tracedUntil, items } = await callApi(town, `/channels/${id}/trace`, channelTrace, { query })
  if (values.json) printJson({ channel: name, tracedUntil, items })
  else {
    for (const item of items.toReversed()) print(formatExchange(item))
    if (tracedUntil === null)
      note(
        say(
          `Zapisywane są tylko błędy. Wszystko przez 10 minut: channel trace ${name} --minutes 10`,
          `Only errors are kept. Everything for 10 minutes: channel trace ${name} --minutes 10`,
        ),
      )
  }
  return exitCodes.ok
}

function formatExchange({ at, direction, operation, result, ok, address, messageId, detail }: ChannelExchange): string {
  const arrow = direction === 'out' ? '→' : '←'
  const about = messageId === null ? null : `#${messageId}`
  return [at, ok ? ' ' : '!', arrow, operation, result, address, about, detail]
    .filter((word) => word !== null)
    .join(' ')
}

export function formatChannel(item: Channel): string {
  return `${item.name}  ${item.type}  ${item.sender}  ${formatStatus(item.status)}`
}

function formatStatus(status: ChannelStatus): string {
  switch (status.is) {
    case 'up':
      return status.limited === undefined
        ? say('połączony', 'up')
        : say(`połączony częściowo: ${status.limited}`, `partly up: ${status.limited}`)
    case 'connecting':
      return say('łączy się', 'connecting')
    case 'down':
      return say(`nie działa: ${status.reason}`, `down: ${status.reason}`)
  }
}
