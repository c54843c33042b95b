import net from 'node:net'
import type { AddressInfo } from 'node:net'
import type { BindPdu } from './pdu.ts'
import { Session, type IncomingRequest, type Response, type SessionOptions } from './session.ts'
import { STATUS } from './status.ts'

export interface ListenOptions extends Omit<SessionOptions, 'onRequest'> {
  host?: string
  /** 0: any free one. */
  port: number
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
  close(): Promise<void>
}

function isBind(pdu: IncomingRequest): pdu is BindPdu {
  return pdu.command.startsWith('bind_')
}

/** The provider's side: accepts connections, lets them bind, and passes their requests on. */
export async function listen(options: ListenOptions): Promise<SmppServer> {
  const sessions = new Set<Session>()
  const open = new Set<Session>()

  function accept(socket: net.Socket): void {
    socket.setNoDelay(true)
    let bound: BindPdu | undefined
    const timer = setTimeout(() => session.destroy('no bind in time'), options.bindTimeoutMs ?? 10_000)
    const session: Session = new Session(socket, {
      ...options,
      onRequest: async (pdu): Promise<Response | undefined> => {
        if (!isBind(pdu)) {
          if (!bound) return { status: STATUS.ESME_RINVBNDSTS }
          return options.onRequest(pdu, session, bound)
        }
        if (bound) return { status: STATUS.ESME_RALYBND }
        const status = await options.authenticate(pdu)
        if (status !== 0) {
          setTimeout(() => session.destroy('bind refused'), 100).unref()
          return { status }
        }
        clearTimeout(timer)
        bound = pdu
        sessions.add(session)
        setImmediate(() => options.onSession?.(session, pdu))
        return { status: 0, system_id: options.systemId ?? 'kurenda' }
      },
    })
    open.add(session)
    session.once('close', () => {
      clearTimeout(timer)
      sessions.delete(session)
      open.delete(session)
    })
  }

  const server = net.createServer(accept)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host ?? '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    sessions,
    async close() {
      const ended = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const session of open) session.destroy('the server stops')
      await ended
    },
  }
}
