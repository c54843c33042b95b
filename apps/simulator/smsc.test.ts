import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  concatenate,
  connect,
  payload,
  readPart,
  readReceipt,
  STATUS,
  type Receipt,
  type Session,
  type ShortMessageFields,
  type ShortMessagePdu,
} from '@kurenda/smpp'
import { decode, split } from '@kurenda/sms-text'
import { Phones } from './phones.ts'
import { openSmsc, type Smsc } from './smsc.ts'

let phones: Phones
let smsc: Smsc
let session: Session
let heard: ShortMessagePdu[]
let wake: () => void

beforeEach(async () => {
  phones = new Phones()
  smsc = await openSmsc({ host: '127.0.0.1', port: 0, systemId: 'kurenda', password: 'simulator', phones })
  heard = []
  wake = () => {}
  session = await connect({
    host: '127.0.0.1',
    port: smsc.server.port,
    systemId: 'kurenda',
    password: 'simulator',
    onRequest: async (pdu) => {
      if (pdu.command === 'deliver_sm') heard.push(pdu)
      wake()
      return { status: 0 }
    },
  })
})
afterEach(async () => {
  session.destroy()
  await smsc.close()
})

const sender = { source_addr_ton: 1, source_addr_npi: 1, source_addr: '48600100200' }

async function submit(to: string, body: Partial<ShortMessageFields>): Promise<string> {
  const answer = await session.request({
    command: 'submit_sm',
    ...sender,
    destination_addr: to,
    registered_delivery: 1,
    ...body,
  })
  return answer.command === 'submit_sm_resp' ? answer.message_id : ''
}

async function untilReceipt(id: string): Promise<Receipt> {
  for (;;) {
    for (const pdu of heard) {
      const receipt = readReceipt(pdu)
      if (receipt?.id === id) return receipt
    }
    await new Promise<void>((resolve) => (wake = resolve))
  }
}

const text = 'Zażółć gęślą jaźń. '.repeat(9)
const bodies = () => {
  const { encoding, parts } = split(text)
  return { parts: concatenate(parts, encoding, 7, 'udh8'), whole: payload(parts, encoding) }
}

test('a long text arrives on the phone as one, in parts or whole', async () => {
  const got: string[] = []
  phones.on('text', (_, { text }) => got.push(text))
  for (const part of bodies().parts) await submit('48600000001', part)
  await submit('48600000001', bodies().whole)
  expect(got).toEqual([text, text])
})

test('a phone writes, and the text comes in', async () => {
  const came = new Promise<void>((resolve) => (wake = resolve))
  smsc.write('+48600000001', '+48600100200', 'Tak')
  await came
  const [pdu] = heard
  const part = pdu && readPart(pdu)
  expect(pdu?.source_addr).toBe('48600000001')
  expect(part && decode(part.coding, part.bytes)).toBe('Tak')
})

test('whoever sent a message may ask what became of it', async () => {
  const id = await submit('48600000079', bodies().whole)
  const ask = (more = {}) => session.request({ command: 'query_sm', message_id: id, ...sender, ...more })
  expect(await ask()).toMatchObject({ status: 0, message_id: id, message_state: 1 })
  expect(await ask({ source_addr: '48600100201' })).toMatchObject({ status: STATUS.ESME_RQUERYFAIL })
  const quick = await submit('48600000000', bodies().whole)
  await untilReceipt(quick)
  expect(await ask({ message_id: quick })).toMatchObject({ status: 0, message_state: 2 })
})

test('what has not arrived yet can be given up once, and its receipt says so', async () => {
  const id = await submit('48600000079', bodies().whole)
  const giveUp = () =>
    session.request({
      command: 'cancel_sm',
      service_type: '',
      message_id: id,
      ...sender,
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: '48600000079',
    })
  expect((await giveUp()).status).toBe(0)
  expect(await untilReceipt(id)).toMatchObject({ stat: 'DELETED', state: 'failed' })
  expect((await giveUp()).status).toBe(STATUS.ESME_RCANCELFAIL)
  expect(phones.get('+48600000079')).toBeUndefined()
})

test('nobody gets in with another password', async () => {
  const closed = once(session, 'close')
  session.destroy()
  await closed
  await expect(
    connect({
      host: '127.0.0.1',
      port: smsc.server.port,
      systemId: 'kurenda',
      password: 'inne',
      onRequest: async () => undefined,
    }),
  ).rejects.toMatchObject({ status: STATUS.ESME_RINVPASWD })
})
