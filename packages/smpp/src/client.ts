import net from 'node:net'
import tls from 'node:tls'
import type { BindCommand } from './pdu.ts'
import { Session, type SessionOptions } from './session.ts'
import { STATUS, statusName, statusWords } from './status.ts'

const finalRefusals: readonly number[] = [STATUS.ESME_RINVPASWD, STATUS.ESME_RINVSYSID, STATUS.ESME_RBINDFAIL]

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
    return finalRefusals.includes(this.status)
  }
  /** What the provider said, for staff. */
  words(language: 'pl' | 'en'): string {
    return statusWords(this.status, language)
  }
}

export interface ConnectOptions extends SessionOptions {
  host: string
  port: number
  /** `true`, or what else TLS needs (a private authority, a client certificate). */
  tls?: boolean | tls.ConnectionOptions
  /**
   * SHA-256 of the peer's certificate in hexadecimal, colons or not: that one is trusted and no other, whoever signed it
   * and whatever name it bears. Only with `tls`.
   */
  pin?: string
  systemId: string
  password: string
  systemType?: string
  mode?: 'transceiver' | 'transmitter' | 'receiver'
  /** Default 0x34, SMPP 3.4. */
  interfaceVersion?: number
  addressRange?: string
  /** Milliseconds for connection and bind together. Default 10,000. */
  connectTimeoutMs?: number
  /** Aborted: gives up to connect. */
  signal?: AbortSignal
}

/** The peer's certificate is not the one that was named. */
class SmppPinError extends Error {
  readonly code = 'ERR_KURENDA_PIN'
}

function open({ host, port, tls: secure, pin }: ConnectOptions): net.Socket {
  if (secure === undefined || secure === false) return net.connect({ host, port })
  // A server's name in TLS must not be an address (RFC 6066, 3).
  const servername = net.isIP(host) === 0 ? host : ''
  const options = { host, port, servername, ...(secure === true ? {} : secure) }
  // A pinned certificate is compared by itself, before a byte of the bind is written.
  return tls.connect(pin === undefined ? options : { ...options, rejectUnauthorized: false })
}

function checkPin(socket: net.Socket, pin: string): void {
  const seen = socket instanceof tls.TLSSocket ? socket.getPeerX509Certificate()?.fingerprint256 : undefined
  const plain = (fingerprint: string) => fingerprint.replaceAll(':', '').toLowerCase()
  if (seen === undefined || plain(seen) !== plain(pin))
    throw new SmppPinError('the certificate is not the one that was named')
}

/** Connects and binds. @throws SmppBindError, or the connection's error */
export async function connect(options: ConnectOptions): Promise<Session> {
  const { signal } = options
  if (signal?.aborted) throw new Error('stopped')
  const socket = open(options)
  socket.setNoDelay(true)
  const stop = () => socket.destroy(new Error('stopped'))
  signal?.addEventListener('abort', stop, { once: true })
  const limit = options.connectTimeoutMs ?? 10_000
  const timer = setTimeout(() => socket.destroy(new Error('no connection in time')), limit)
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once(options.tls ? 'secureConnect' : 'connect', () => resolve())
      socket.once('error', reject)
      socket.once('close', () => reject(new Error('the connection was closed')))
    })
    if (options.pin !== undefined) checkPin(socket, options.pin)
    return await bind(new Session(socket, options), options)
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

async function bind(session: Session, options: ConnectOptions): Promise<Session> {
  const command: BindCommand = `bind_${options.mode ?? 'transceiver'}`
  const response = await session.request({
    command,
    system_id: options.systemId,
    password: options.password,
    system_type: options.systemType ?? '',
    interface_version: options.interfaceVersion ?? 0x34,
    addr_ton: 0,
    addr_npi: 0,
    address_range: options.addressRange ?? '',
  })
  if (response.status === 0) return session
  session.destroy('bind refused')
  throw new SmppBindError(response.status)
}
