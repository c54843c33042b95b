import net from 'node:net'
import tls from 'node:tls'
import type { BindCommand } from './pdu.ts'
import { Session, type SessionOptions } from './session.ts'
import { STATUS, statusName } from './status.ts'

/** The provider refused the sign-in. */
export class SmppBindError extends Error {
  readonly status: number
  constructor(status: number) {
    super(statusName(status))
    this.name = 'SmppBindError'
    this.status = status
  }
  /** Whether only another configuration can help. */
  get final(): boolean {
    const { ESME_RINVPASWD, ESME_RINVSYSID, ESME_RBINDFAIL } = STATUS
    return [ESME_RINVPASWD, ESME_RINVSYSID, ESME_RBINDFAIL].includes(this.status)
  }
}

export interface ConnectOptions extends SessionOptions {
  host: string
  port: number
  tls?: boolean
  systemId: string
  password: string
  systemType?: string
  mode?: 'transceiver' | 'transmitter' | 'receiver'
  addressRange?: string
  /** Milliseconds for connection and bind together. Default 10,000. */
  connectTimeoutMs?: number
}

/** Connects and binds. @throws SmppBindError, or the connection's error */
export async function connect(options: ConnectOptions): Promise<Session> {
  const { host, port } = options
  const limit = options.connectTimeoutMs ?? 10_000
  const socket = options.tls ? tls.connect({ host, port, servername: host }) : net.connect({ host, port })
  socket.setNoDelay(true)
  const timer = setTimeout(() => socket.destroy(new Error('no connection in time')), limit)
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once(options.tls ? 'secureConnect' : 'connect', () => resolve())
      socket.once('error', reject)
      socket.once('close', () => reject(new Error('the connection was closed')))
    })
    const session = new Session(socket, options)
    const command: BindCommand = `bind_${options.mode ?? 'transceiver'}`
    const response = await session.request({
      command,
      system_id: options.systemId,
      password: options.password,
      system_type: options.systemType ?? '',
      interface_version: 0x34,
      addr_ton: 0,
      addr_npi: 0,
      address_range: options.addressRange ?? '',
    })
    if (response.status !== 0 || response.command !== `${command}_resp`) {
      session.destroy('bind refused')
      throw new SmppBindError(response.status === 0 ? STATUS.ESME_RBINDFAIL : response.status)
    }
    return session
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
