import { formField } from '@kurenda/channel'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { openSecrets, sealSecrets } from '#modules/messaging'
import { inOrganization } from '#platform/db'
import { openSeal } from '#platform/seal'
import { openTestDatabase, testSeal, type TestDatabase } from '#platform/testing'
import { readSettings, saveChannel } from './channels.ts'
import type { Connectors } from './connectors.ts'

const connectors: Connectors = {
  smpp: {
    type: 'smpp',
    media: ['sms'],
    config: z.object({
      host: z
        .string()
        .default('10.0.0.1')
        .meta(formField({ label: { pl: 'Serwer', en: 'Server' }, guards: true })),
      senders: z.array(z.string()).meta(formField({ label: { pl: 'Nadawcy', en: 'Senders' } })),
      password: z
        .string()
        .default('')
        .meta(formField({ label: { pl: 'Hasło', en: 'Password' }, secret: true })),
    }),
    window: () => 1,
    senders: (config: { senders: string[] }) => config.senders,
    open: async () => ({ send: async () => ({ is: 'retry', reason: 'stopped' }), close: async () => {} }),
  },
}

let db: TestDatabase
beforeEach(async () => {
  db = await openTestDatabase()
})
afterEach(() => db.close())

const save = (sender: string, senders: string[]) =>
  inOrganization(db.api, db.organizationId, (client) =>
    saveChannel(
      client,
      db.organizationId,
      { connectors, seal: testSeal },
      { type: 'smpp', name: 'nowy', sender, config: { senders } },
      'pl',
    ),
  )

test('a channel says whether its sender can be answered', async () => {
  expect(await save('48600100200', [])).toMatchObject({ sender: '+48600100200', answerable: true })
  expect(await save('4321', [])).toMatchObject({ answerable: true })
  expect(await save('GMINA', [])).toMatchObject({ answerable: false })
})

test('its sender is one of those that the provider has registered', async () => {
  const registered = ['48600100200', 'GMINA']
  expect(await save('+48 600 100 200', registered)).toMatchObject({ sender: '+48600100200' })
  expect(await save('GMINA', registered)).toMatchObject({ sender: 'GMINA' })
  await expect(save('WODOCIAGI', registered)).rejects.toMatchObject({
    code: 'sender-not-allowed',
    params: { sender: 'WODOCIAGI', senders: registered },
  })
})

const saveWith = (config: object) =>
  inOrganization(db.api, db.organizationId, (client) =>
    saveChannel(
      client,
      db.organizationId,
      { connectors, seal: testSeal },
      { type: 'smpp', name: 'nowy', sender: '4321', config: { ...config } },
      'pl',
    ),
  )
const stored = async () =>
  (await db.owner.query<{ config: Record<string, unknown> }>("SELECT config FROM channel WHERE name = 'nowy'")).rows[0]
    ?.config ?? {}
const opened = async () => openSecrets(testSeal, db.organizationId, await stored())

test('a password is never read back, and stays where the rest of a channel is changed', async () => {
  const { organizationId, api } = db
  const { id } = await saveWith({ senders: ['4321'], password: 'tajne' })
  const settings = await inOrganization(api, organizationId, (client) =>
    readSettings(client, organizationId, connectors, id),
  )
  expect(settings).toMatchObject({ config: { senders: ['4321'] } })
  expect(JSON.stringify(settings)).not.toContain('tajne')
  expect(JSON.stringify(await stored())).not.toContain('tajne')
  await saveWith({ senders: [] })
  expect(await opened()).toEqual({ host: '10.0.0.1', senders: [], password: 'tajne' })
})

test('a stored password is not sent to another server: who names one must know the password', async () => {
  await saveWith({ senders: [], password: 'tajne' })
  await expect(saveWith({ senders: [], host: '10.6.6.6' })).rejects.toMatchObject({
    code: 'channel-secret-needed',
    params: { fields: ['password'], changed: ['host'] },
  })
  expect(await opened()).toEqual({ host: '10.0.0.1', senders: [], password: 'tajne' })
  await saveWith({ senders: [], host: '10.6.6.6', password: 'tajne' })
  await saveWith({ senders: ['4321'], host: '10.6.6.6' })
  expect(await opened()).toEqual({ host: '10.6.6.6', senders: ['4321'], password: 'tajne' })
})

test('a password that this town cannot open any more is asked for again, and not kept', async () => {
  await saveWith({ senders: [], password: 'tajne' })
  const foreign = sealSecrets(openSeal('another town'), db.organizationId, await opened(), ['password'])
  await db.owner.query("UPDATE channel SET config = $1 WHERE name = 'nowy'", [JSON.stringify(foreign)])
  await saveWith({ senders: [], password: 'nowe' })
  expect(await opened()).toMatchObject({ password: 'nowe' })
})
