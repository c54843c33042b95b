import { createTransport } from 'nodemailer'
import { tell, type Logger } from '#platform/log'

export interface Mail {
  to: string
  subject: string
  /** Plain text. */
  text: string
}

/** Hands the town's own letters (invitations, new passwords) to a mail server. */
export interface Mailer {
  /** Whether the server took it. Never throws: why it did not is in the log, without the address. */
  send(mail: Mail): Promise<boolean>
  close(): void
}

/** A mail server that does not answer must not keep whoever waits for the link. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }

/** @param from e.g. `Kurenda <kurenda@gmina.example>` */
export function createMailer({ smtpUrl, from, logger }: { smtpUrl: string; from: string; logger: Logger }): Mailer {
  const transport = createTransport({ url: smtpUrl, ...patience, disableFileAccess: true, disableUrlAccess: true })
  return {
    async send({ to, subject, text }) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          // No out-of-office notes in answer (RFC 3834 §2).
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        return true
      } catch (error) {
        // The server's words may repeat the address.
        const code = error instanceof Error && 'code' in error ? error.code : 'unknown'
        const responseCode = error instanceof Error && 'responseCode' in error ? error.responseCode : undefined
        tell(logger, { event: 'mail-refused', code, responseCode })
        return false
      }
    },
    close: () => transport.close(),
  }
}
