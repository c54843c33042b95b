import { listen, writeReceipt, type Session } from '@kurenda/smpp'

/** A provider that takes everything, with the time of each submit, and sends a receipt for each. */
export async function openSink() {
  const times: number[] = []
  let texts: { to: string; at: number }[] = []
  let id = 0
  const server = await listen({
    port: 0,
    authenticate: async () => 0,
    onRequest: async (pdu, session) => {
      if (pdu.command !== 'submit_sm') return { status: 3 }
      const at = performance.now()
      times.push(at)
      texts.push({ to: pdu.destination_addr, at })
      const ref = String(++id)
      setImmediate(() => receipt(session, ref, pdu.destination_addr))
      return { status: 0, message_id: ref }
    },
  })
  function receipt(session: Session, ref: string, from: string): void {
    const now = new Date()
    session
      .request({
        command: 'deliver_sm',
        source_addr_ton: 1,
        source_addr_npi: 1,
        source_addr: from,
        ...writeReceipt({ id: ref, stat: 'DELIVRD', submittedAt: now, doneAt: now }),
      })
      .catch(() => undefined)
  }
  return {
    port: server.port,
    times,
    /** When a text to that number came after `since`. */
    textTo: (number: string, since: number) => texts.find((text) => text.to === number && text.at >= since)?.at,
    forget: () => {
      times.length = 0
      texts = []
    },
    /** A resident writes. */
    write: async (from: string, to: string, text: string) => {
      const [session] = server.sessions
      await session?.request({
        command: 'deliver_sm',
        source_addr_ton: 1,
        source_addr_npi: 1,
        source_addr: from,
        dest_addr_ton: 1,
        dest_addr_npi: 1,
        destination_addr: to,
        short_message: Buffer.from(text),
      })
    },
    close: () => server.close(),
  }
}
