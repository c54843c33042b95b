import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import smpp, { type PDU, type Session as OtherSession } from 'smpp'
import { afterEach, describe, expect, test } from 'vitest'
import {
  concatenate,
  connect,
  listen,
  payload,
  readPart,
  readReceipt,
  STATUS,
  writeReceipt,
  type Session,
} from './index.ts'
import type { ShortMessagePdu } from './pdu.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const ucs2 = (text: string) => Buffer.from(text, 'utf16le').swap16()

describe('our client at a server of the npm package', () => {
  async function provider(onSession: (session: OtherSession) => void): Promise<number> {
    const server = smpp.createServer((session) => {
      session.on('error', () => {})
      session.on('bind_transceiver', (pdu: PDU) => {
        const status = pdu.password === 'good' ? 0 : STATUS.ESME_RINVPASWD
        session.send(pdu.response({ command_status: status, system_id: 'other' }))
      })
      session.on('unbind', (pdu: PDU) => session.send(pdu.response()))
      session.on('enquire_link', (pdu: PDU) => session.send(pdu.response()))
      ends.push(() => session.destroy())
      onSession(session)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    ends.push(() => server.close())
    return (server.address() as AddressInfo).port
  }

  const bind = async (port: number, onRequest: (pdu: ShortMessagePdu) => void = () => {}): Promise<Session> => {
    const session = await connect({
      host: '127.0.0.1',
      port,
      systemId: 'town',
      password: 'good',
      onRequest: async (pdu) => {
        if (pdu.command === 'deliver_sm') onRequest(pdu)
        return { status: 0 }
      },
    })
    ends.push(() => session.destroy())
    return session
  }

  test('both understand a submit, its letters and its answer', async () => {
    const seen: PDU[] = []
    const port = await provider((session) =>
      session.on('submit_sm', (pdu: PDU) => {
        seen.push(pdu)
        session.send(pdu.response({ message_id: 'abc-1' }))
      }),
    )
    const session = await bind(port)
    const answer = await session.request({
      command: 'submit_sm',
      source_addr: 'GMINA',
      destination_addr: '48600000001',
      data_coding: 8,
      short_message: ucs2('Zażółć gęślą jaźń'),
    })
    expect(answer).toMatchObject({ command: 'submit_sm_resp', status: 0, message_id: 'abc-1' })
    expect(seen[0]).toMatchObject({ source_addr: 'GMINA', destination_addr: '48600000001' })
    expect(seen[0]?.short_message?.message).toBe('Zażółć gęślą jaźń')
    await session.close()
  })

  test('both understand a question about a message, and its withdrawal', async () => {
    const seen: PDU[] = []
    const port = await provider((session) => {
      session.on('query_sm', (pdu: PDU) => {
        seen.push(pdu)
        session.send(pdu.response({ message_id: 'abc-1', message_state: 5, error_code: 11, final_date: '' }))
      })
      session.on('cancel_sm', (pdu: PDU) => {
        seen.push(pdu)
        session.send(pdu.response({ command_status: STATUS.ESME_RCANCELFAIL }))
      })
    })
    const session = await bind(port)
    const sender = { message_id: 'abc-1', source_addr_ton: 1, source_addr_npi: 1, source_addr: '48600100200' }
    expect(await session.request({ command: 'query_sm', ...sender })).toMatchObject({
      command: 'query_sm_resp',
      status: 0,
      message_id: 'abc-1',
      message_state: 5,
      error_code: 11,
    })
    const answer = await session.request({
      command: 'cancel_sm',
      service_type: '',
      ...sender,
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: '48600000001',
    })
    expect(answer).toMatchObject({ command: 'cancel_sm_resp', status: STATUS.ESME_RCANCELFAIL })
    expect(seen).toMatchObject([
      { message_id: 'abc-1', source_addr: '48600100200' },
      { message_id: 'abc-1', source_addr: '48600100200', destination_addr: '48600000001' },
    ])
    await session.close()
  })

  test('a long message arrives whole in message_payload', async () => {
    const seen: PDU[] = []
    const port = await provider((session) =>
      session.on('submit_sm', (pdu: PDU) => {
        seen.push(pdu)
        session.send(pdu.response({ message_id: '1' }))
      }),
    )
    const session = await bind(port)
    const text = 'Zażółć gęślą jaźń '.repeat(30)
    await session.request({ command: 'submit_sm', ...payload([ucs2(text)], 'ucs2') })
    expect(seen[0]?.message_payload?.message).toBe(text)
    await session.close()
  })

  test('a long message arrives with its header', async () => {
    const seen: PDU[] = []
    const port = await provider((session) =>
      session.on('submit_sm', (pdu: PDU) => {
        seen.push(pdu)
        session.send(pdu.response({ message_id: String(seen.length) }))
      }),
    )
    const session = await bind(port)
    for (const part of concatenate([ucs2('ąą'), ucs2('ęę')], 'ucs2', 7, 'udh8'))
      await session.request({ command: 'submit_sm', destination_addr: '48600000001', ...part })
    expect(seen.map((pdu) => pdu.short_message?.message)).toEqual(['ąą', 'ęę'])
    expect(seen.map((pdu) => pdu.short_message?.udh?.[0]?.toString('hex'))).toEqual(['0003070201', '0003070202'])
  })

  test('its receipt is read, text and parameters', async () => {
    let provide: OtherSession | undefined
    const port = await provider((session) => (provide = session))
    const got: ShortMessagePdu[] = []
    await bind(port, (pdu) => got.push(pdu))
    const answer = await new Promise<PDU>((resolve) =>
      provide?.deliver_sm(
        {
          esm_class: 4,
          source_addr: '48600000001',
          destination_addr: 'GMINA',
          short_message:
            'id:0FF sub:001 dlvrd:001 submit date:2611261030 done date:2611261031 stat:DELIVRD err:000 text:',
          receipted_message_id: '0FF',
          message_state: 2,
        },
        resolve,
      ),
    )
    expect(answer).toMatchObject({ command: 'deliver_sm_resp', command_status: 0 })
    expect(got[0] && readReceipt(got[0])).toMatchObject({ id: '0FF', state: 'delivered', done: '2026-11-26T10:31' })
  })

  test('its refusal of a bind is told', async () => {
    const port = await provider(() => {})
    const refused = connect({
      host: '127.0.0.1',
      port,
      systemId: 'town',
      password: 'bad',
      onRequest: async () => undefined,
    })
    await expect(refused).rejects.toMatchObject({ status: STATUS.ESME_RINVPASWD, final: true })
  })
})

describe('a client of the npm package at our server', () => {
  test('binds, submits, asks, gets a receipt and says good-bye', async () => {
    const seen: ShortMessagePdu[] = []
    const server = await listen({
      port: 0,
      authenticate: async ({ password }) => (password === 'good' ? 0 : STATUS.ESME_RINVPASWD),
      onRequest: async (pdu) => {
        if (pdu.command !== 'submit_sm') return undefined
        seen.push(pdu)
        return { status: 0, message_id: 'ours' }
      },
    })
    ends.push(() => server.close())
    const client = await new Promise<OtherSession>((resolve) => {
      const session = smpp.connect({ host: '127.0.0.1', port: server.port }, () => resolve(session))
      session.on('error', () => {})
    })
    ends.push(() => client.destroy())
    const ask = (run: (answer: (pdu: PDU) => void) => void) => new Promise<PDU>((resolve) => run(resolve))

    const login = { system_id: 'town', password: 'good' }
    expect(await ask((answer) => client.bind_transceiver(login, answer))).toMatchObject({
      command: 'bind_transceiver_resp',
      command_status: 0,
      system_id: 'kurenda',
    })
    const message = { source_addr: 'GMINA', destination_addr: '48600000001', short_message: 'Zażółć' }
    expect(await ask((answer) => client.submit_sm(message, answer))).toMatchObject({
      command_status: 0,
      message_id: 'ours',
    })
    const [pdu] = seen
    expect(pdu && Buffer.from(readPart(pdu).bytes)).toEqual(ucs2('Zażółć'))
    expect(await ask((answer) => client.enquire_link(answer))).toMatchObject({ command: 'enquire_link_resp' })

    const delivered = once(client, 'deliver_sm') as Promise<[PDU]>
    const [session] = server.sessions
    const at = new Date('2026-11-26T10:30:00Z')
    const receipt = writeReceipt({ id: 'ours', stat: 'UNDELIV', err: '011', submittedAt: at, doneAt: at })
    const answer = session?.request({ command: 'deliver_sm', source_addr: '48600000001', ...receipt })
    const [told] = await delivered
    expect(told).toMatchObject({ esm_class: 4, receipted_message_id: 'ours', message_state: 5 })
    client.send(told.response())
    expect(await answer).toMatchObject({ command: 'deliver_sm_resp', status: 0 })
    expect(await ask((bye) => client.unbind(bye))).toMatchObject({ command: 'unbind_resp' })
    expect(server.sessions.size).toBe(0)
  })
})
