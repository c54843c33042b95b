import net, { type AddressInfo } from 'node:net'
import tls from 'node:tls'
import type { BindPdu } from './pdu.ts'
import { Session, type IncomingRequest, type Response, type SessionOptions } from './session.ts'
import { STATUS } from './status.ts'

export interface ListenOptions extends Omit<SessionOptions, 'onRequest'> {
  host?: string
  /** 0: any free one. */
  port: number
  /** Key and certificate; without them the connections are not encrypted. */
  tls?: tls.TlsOptions
  systemId?: string
  /** The command_status of the bind: 0 lets the client in. */
  authenticate: (bind: BindPdu) => Promise<number>
  /** Called after a successful bind's answer is on its way. */
  onSession?: (session: Session, bind: BindPdu) => void
  onRequest: (pdu: Exclude<IncomingRequest, BindPdu>, session: Session, bind: BindPdu) => Promise<Response | undefined>
  /** Milliseconds a connection may stay without a bind. Default 10,000. */
  bindTimeoutMs?: number
}

export interface SmppServer {
  port: number
  /** The bound sessions. */
  sessions: ReadonlySet<Session>
  /** With `graceMs`, answers are waited for and each client is told good-bye; else the connections are cut. */
  close(graceMs?: number): Promise<void>
}

/** How long the answer to a refused bind has to reach the client. */
const refusalMs = 100

function isBind(pdu: IncomingRequest): pdu is BindPdu {
  return pdu.command.startsWith('bind_')
}

/** The provider's side: accepts connections, lets them bind, and passes their requests on. */
export async function listen(options: ListenOptions): Promise<SmppServer> {
  const bound = new Set<Session>()
  const open = new Set<Session>()
  const accept = (socket: net.Socket) => welcome(socket, options, { bound, open })
  const server = options.tls ? tls.createServer(options.tls, accept) : net.createServer(accept)
  // A connection whose TLS fails is the client's trouble.
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host ?? '127.0.0.1', resolve)
  })
  // E.g. too many open files: this connection fails, the server stays.
  server.on('error', () => {})
  return {
    port: (server.address() as AddressInfo).port,
    sessions: bound,
    async close(graceMs) {
      const ended = new Promise<void>((resolve) => server.close(() => resolve()))
      if (graceMs !== undefined) await Promise.all([...bound].map((session) => session.close(graceMs)))
      for (const session of open) session.destroy('the server stops')
      await ended
    },
  }
}

/** A new connection: until it is bound nothing but a bind is listened to. */
function welcome(
  socket: net.Socket,
  options: ListenOptions,
  { bound, open }: { bound: Set<Session>; open: Set<Session> },
): void {
  socket.setNoDelay(true)
  let bind: BindPdu | undefined
  let state: 'open' | 'binding' | 'bound' = 'open'

  async function letIn(pdu: BindPdu): Promise<Response> {
    if (state !== 'open') return { status: STATUS.ESME_RALYBND }
    state = 'binding'
    const status = await options.authenticate(pdu).catch(() => STATUS.ESME_RSYSERR)
    if (status !== 0) {
      setTimeout(() => session.destroy('bind refused'), refusalMs).unref()
      return { status }
    }
    clearTimeout(timer)
    bind = pdu
    state = 'bound'
    if (!session.closed) {
      bound.add(session)
      // The answer goes out in this turn of the event loop, what the listener sends in the next.
      setImmediate(() => setImmediate(() => options.onSession?.(session, pdu)))
    }
    return { status: 0, system_id: options.systemId ?? 'kurenda' }
  }

  const session: Session = new Session(socket, {
    ...options,
    onRequest: async (pdu): Promise<Response | undefined> => {
      if (isBind(pdu)) return letIn(pdu)
      if (!bind || (bind.command === 'bind_receiver' && pdu.command !== 'unknown'))
        return { status: STATUS.ESME_RINVBNDSTS }
      return options.onRequest(pdu, session, bind)
    },
  })
  const timer = setTimeout(() => session.destroy('no bind in time'), options.bindTimeoutMs ?? 10_000)
  open.add(session)
  session.once('close', () => {
    clearTimeout(timer)
    bound.delete(session)
    open.delete(session)
  })
}
