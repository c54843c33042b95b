import { afterEach, beforeEach, expect, test } from 'vitest'
import { draftContent } from '@kurenda/contract'
import { inOrganization } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { toColumns } from './draft-content.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openTestDatabase()
})
afterEach(() => db.close())

const senderOf = (sender: string) =>
  inOrganization(db.api, db.organizationId, async (client) => {
    const content = draftContent.parse({ text: 'Jutro nie będzie wody.', sender })
    return (await toColumns(client, db.organizationId, content)).sender
  })

test('a broadcast may bear only a sender that the provider has registered, where there is a list of them', async () => {
  expect(await senderOf('WODOCIAGI')).toBe('WODOCIAGI')
  const senders = ['48600100200', 'GMINA']
  await db.owner.query("UPDATE channel SET config = jsonb_build_object('senders', $2::jsonb) WHERE id = $1", [
    db.channelId,
    JSON.stringify(senders),
  ])
  expect(await senderOf('GMINA')).toBe('GMINA')
  expect(await senderOf('+48600100200')).toBe('+48600100200')
  await expect(senderOf('WODOCIAGI')).rejects.toMatchObject({ code: 'sender-not-allowed', params: { senders } })
})
