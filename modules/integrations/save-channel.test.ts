import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { inOrganization } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { saveChannel, type Connectors } from './channels.ts'

const connectors: Connectors = {
  smpp: {
    type: 'smpp',
    media: ['sms'],
    config: z.object({ senders: z.array(z.string()) }),
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
      connectors,
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
