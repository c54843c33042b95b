import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Channel, ChannelExchange, ChannelStatus } from '@kurenda/contract'
import type { Client } from '@kurenda/sdk'
import { required, wholeNumber } from './command.ts'
import { Failure } from './failures.ts'
import { findByName } from './find-by-name.ts'
import { nounCommand, verb } from './noun-command.ts'
import { note, print } from './print.ts'
import { say } from './words.ts'

/** Ways to residents: add one, test one, list them, read what was said there. */
export const channelCommand = nounCommand('channel', say('kanały do operatorów', 'channels to providers'), {
  add: verb({
    takes:
      'smpp --name N --host H --port P --system-id U --password W --sender S [--window 50] [--rate N] [--price 0.08] [--binds N] [--bind-mode separate] [--concatenation payload] [--senders A,B] [--tls] [--tls-ca FILE] [--tls-fingerprint SHA256] [--tls-server-name NAME]',
    options: {
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
    },
    run({ channels }, { values, positionals }) {
      const type = required(positionals[0], say('rodzaju kanału (smpp)', 'the type of the channel (smpp)'))
      return channels.save({
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
              numberPolicy: {
                foreign: values['allow-foreign'] ?? false,
                fixedLine: values['allow-fixed-line'] ?? false,
              },
            }
          : {}),
      })
    },
    show: ({ name }) =>
      print(
        say(
          `Kanał „${name}” zapisany. Sprawdź go: npm run kurenda -- channel test ${name}`,
          `The channel “${name}” is saved. Test it: npm run kurenda -- channel test ${name}`,
        ),
      ),
  }),
  test: verb({
    takes: '[NAME]',
    options: { name: { type: 'string' } },
    async run(client, { values, positionals }) {
      const { id, name } = await find(client, positionals[0] ?? values.name)
      return { channel: name, ...(await client.channels.test(id)) }
    },
    show: ({ channel, status }) => print(`${channel}: ${formatStatus(status)}`),
    isFine: ({ ok }) => ok,
  }),
  list: verb({
    run: async ({ channels }) => (await channels.list()).items,
    show(channels) {
      for (const item of channels) print(formatChannel(item))
    },
  }),
  /** What the channel and its provider said to each other, the oldest first; with `--minutes` everything from now on is kept. */
  trace: verb({
    takes: '[NAME] [--minutes N] [--errors] [--limit 50]',
    options: {
      name: { type: 'string' },
      minutes: { type: 'string' },
      limit: { type: 'string' },
      errors: { type: 'boolean' },
    },
    async run(client, { values, positionals }) {
      const { id, name } = await find(client, positionals[0] ?? values.name)
      if (values.minutes !== undefined)
        await client.channels.keepTrace(id, {
          minutes: values.minutes === '0' ? 0 : wholeNumber(values.minutes, '--minutes'),
        })
      const limit = values.limit === undefined ? undefined : wholeNumber(values.limit, '--limit')
      const { tracedUntil, items } = await client.channels.trace(id, { limit, errors: values.errors })
      return { channel: name, tracedUntil, items }
    },
    show({ channel, tracedUntil, items }) {
      for (const item of items.toReversed()) print(formatExchange(item))
      if (tracedUntil === null)
        note(
          say(
            `Zapisywane są tylko błędy. Wszystko przez 10 minut: channel trace ${channel} --minutes 10`,
            `Only errors are kept. Everything for 10 minutes: channel trace ${channel} --minutes 10`,
          ),
        )
    },
  }),
})

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
async function find({ channels }: Client, name: string | undefined): Promise<Channel> {
  const { items } = await channels.list()
  if (name !== undefined) return findByName(items, name)
  const [first] = items
  if (!first)
    throw new Failure(say('Nie ma żadnego kanału. Dodaj go: channel add', 'There is no channel. Add one: channel add'))
  return first
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
