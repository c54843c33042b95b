import { X509Certificate } from 'node:crypto'
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

/** How to reach one account at a provider that speaks SMPP 3.4. */
export const smppConfig = z
  .object({
    host: z.string().min(1).max(253),
    port: z.int().min(1).max(65535),
    systemId: z.string().min(1).max(15),
    /** SMPP 3.4 allows 8 characters; many providers allow more. */
    password: z.string().max(64),
    systemType: z.string().max(12).default(''),
    tls: z.boolean().default(false),
    /** A private authority's certificate, PEM. Without it those that Node knows are trusted. */
    tlsCa: z.string().max(20_000).refine(isCertificate, 'not a certificate in PEM').optional(),
    /** SHA-256 of the one certificate that is trusted, whoever signed it and whatever name it bears. */
    tlsFingerprint: z
      .string()
      .regex(/^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/)
      .optional(),
    /** The name that the certificate must bear, where it is not `host`. */
    tlsServerName: z.string().min(1).max(253).optional(),
    /** How many connections to the provider at once. */
    binds: z.int().min(1).max(10).default(1),
    /** `separate`: each connection is a pair, one that sends and one that receives. */
    bindMode: z.enum(['transceiver', 'separate']).default('transceiver'),
    /** Messages that may wait for the provider's answer at once, on each connection. */
    window: z.int().min(1).max(1000).default(50),
    enquireLinkSeconds: z.int().min(1).max(600).default(30),
    responseTimeoutSeconds: z.int().min(1).max(600).default(60),
    /** What data_coding 0 means at this provider, for texts that come in. */
    defaultAlphabet: z.enum(['gsm7', 'latin1']).default('gsm7'),
    /** How a long text goes out: in parts of this kind, or whole in the parameter message_payload. */
    concatenation: z.enum(['udh8', 'udh16', 'sar', 'payload']).default('udh8'),
    /** The senders that the provider has registered for us; empty: it checks by itself. */
    senders: z.array(sender).max(100).default([]),
  })
  .refine((config) => config.tls || (!config.tlsCa && !config.tlsFingerprint && !config.tlsServerName), {
    path: ['tls'],
    message: 'tlsCa, tlsFingerprint and tlsServerName need tls',
  })

export type SmppConfig = z.output<typeof smppConfig>
