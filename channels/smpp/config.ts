import { X509Certificate } from 'node:crypto'
import { formField } from '@kurenda/channel'
import { z } from 'zod'

/** Digits with or without a plus sign, or a name of at most 11 characters with a letter in it. */
const sender = z.string().regex(/^(\+?\d{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 ._-]{1,11})$/)

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).fingerprint256 !== ''
  } catch {
    return false
  }
}

/** How to reach one account at a provider that speaks SMPP 3.4. What the form says of a field stands with it. */
export const smppConfig = z
  .object({
    host: z
      .string()
      .min(1)
      .max(253)
      .meta(formField({ label: { pl: 'Serwer operatora', en: 'The provider’s server' }, guards: true })),
    port: z
      .int()
      .min(1)
      .max(65535)
      .meta(formField({ label: { pl: 'Port', en: 'Port' }, guards: true })),
    systemId: z
      .string()
      .min(1)
      .max(15)
      .meta(formField({ label: { pl: 'Login (system_id)', en: 'Login (system_id)' } })),
    /** SMPP 3.4 allows 8 characters; many providers allow more. */
    password: z
      .string()
      .max(64)
      .meta(formField({ label: { pl: 'Hasło', en: 'Password' }, secret: true })),
    systemType: z
      .string()
      .max(12)
      .default('')
      .meta(
        formField({
          label: { pl: 'Rodzaj systemu (system_type)', en: 'Kind of system (system_type)' },
          note: { pl: 'Zwykle puste.', en: 'Mostly empty.' },
          rare: true,
        }),
      ),
    tls: z
      .boolean()
      .default(false)
      .meta(
        formField({ label: { pl: 'Połączenie szyfrowane (TLS)', en: 'Encrypted connection (TLS)' }, guards: true }),
      ),
    /** A private authority's certificate, PEM. Without it those that Node knows are trusted. */
    tlsCa: z
      .string()
      .max(20_000)
      .refine(isCertificate, 'not a certificate in PEM')
      .optional()
      .meta(
        formField({
          label: { pl: 'Certyfikat urzędu operatora (PEM)', en: 'Certificate of the provider’s authority (PEM)' },
          note: {
            pl: 'Tylko gdy operator ma własny urząd.',
            en: 'Only where the provider has an authority of its own.',
          },
          rare: true,
          long: true,
          guards: true,
        }),
      ),
    /** SHA-256 of the one certificate that is trusted, whoever signed it and whatever name it bears. */
    tlsFingerprint: z
      .string()
      .regex(/^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/)
      .optional()
      .meta(
        formField({
          label: { pl: 'Odcisk certyfikatu (SHA-256)', en: 'Fingerprint of the certificate (SHA-256)' },
          rare: true,
          guards: true,
        }),
      ),
    /** The name that the certificate must bear, where it is not `host`. */
    tlsServerName: z
      .string()
      .min(1)
      .max(253)
      .optional()
      .meta(
        formField({ label: { pl: 'Nazwa w certyfikacie', en: 'Name in the certificate' }, rare: true, guards: true }),
      ),
    /** How many connections to the provider at once. */
    binds: z
      .int()
      .min(1)
      .max(10)
      .default(1)
      .meta(formField({ label: { pl: 'Ile połączeń naraz', en: 'Connections at once' }, rare: true })),
    /** `separate`: each connection is a pair, one that sends and one that receives. */
    bindMode: z
      .enum(['transceiver', 'separate'])
      .default('transceiver')
      .meta(
        formField({
          label: { pl: 'Sposób połączenia', en: 'Way of connecting' },
          rare: true,
          choices: {
            transceiver: { pl: 'jedno do wysyłania i odbierania', en: 'one that sends and receives' },
            separate: { pl: 'osobne do wysyłania i do odbierania', en: 'one that sends, one that receives' },
          },
        }),
      ),
    /** Messages that may wait for the provider's answer at once, on each connection. */
    window: z
      .int()
      .min(1)
      .max(1000)
      .default(50)
      .meta(
        formField({
          label: { pl: 'Ile wiadomości naraz bez odpowiedzi', en: 'Messages at once without an answer' },
          note: { pl: 'Okno: podaje je operator.', en: 'The window: the provider names it.' },
          rare: true,
        }),
      ),
    enquireLinkSeconds: z
      .int()
      .min(1)
      .max(600)
      .default(30)
      .meta(
        formField({
          label: { pl: 'Co ile sekund sprawdzać połączenie', en: 'Seconds between looks at the connection' },
          rare: true,
        }),
      ),
    responseTimeoutSeconds: z
      .int()
      .min(1)
      .max(600)
      .default(60)
      .meta(
        formField({
          label: { pl: 'Ile sekund czekać na odpowiedź', en: 'Seconds to wait for an answer' },
          rare: true,
        }),
      ),
    /** What data_coding 0 means at this provider, for texts that come in. */
    defaultAlphabet: z
      .enum(['gsm7', 'latin1'])
      .default('gsm7')
      .meta(
        formField({
          label: { pl: 'Alfabet odbieranych wiadomości', en: 'Alphabet of incoming texts' },
          rare: true,
          choices: { gsm7: { pl: 'GSM 03.38', en: 'GSM 03.38' }, latin1: { pl: 'Latin-1', en: 'Latin-1' } },
        }),
      ),
    /** How a long text goes out: in parts of this kind, or whole in the parameter message_payload. */
    concatenation: z
      .enum(['udh8', 'udh16', 'sar', 'payload'])
      .default('udh8')
      .meta(
        formField({
          label: { pl: 'Jak wysyłać długie wiadomości', en: 'How long texts go out' },
          rare: true,
          choices: {
            udh8: { pl: 'w częściach z nagłówkiem, 8 bitów', en: 'in parts with a header, 8 bits' },
            udh16: { pl: 'w częściach z nagłówkiem, 16 bitów', en: 'in parts with a header, 16 bits' },
            sar: { pl: 'w częściach z parametrami sar', en: 'in parts with sar parameters' },
            payload: { pl: 'w całości (message_payload)', en: 'whole (message_payload)' },
          },
        }),
      ),
    /** The senders that the provider has registered for us; empty: it checks by itself. */
    senders: z
      .array(sender)
      .max(100)
      .default([])
      .meta(
        formField({
          label: { pl: 'Nadawcy zarejestrowani u operatora', en: 'Senders that the provider has registered' },
          note: { pl: 'Po jednym w wierszu. Puste: sprawdza operator.', en: 'One a line. Empty: the provider checks.' },
          rare: true,
        }),
      ),
  })
  .refine((config) => config.tls || (!config.tlsCa && !config.tlsFingerprint && !config.tlsServerName), {
    path: ['tls'],
    message: 'tlsCa, tlsFingerprint and tlsServerName need tls',
  })

export type SmppConfig = z.output<typeof smppConfig>
