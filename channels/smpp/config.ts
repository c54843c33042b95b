import { z } from 'zod'

/** How to reach one account at a provider that speaks SMPP 3.4. */
export const smppConfig = z.object({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65535),
  systemId: z.string().min(1).max(15),
  /** SMPP 3.4 allows 8 characters; many providers allow more. */
  password: z.string().max(64),
  systemType: z.string().max(12).default(''),
  tls: z.boolean().default(false),
  /** Messages that may wait for the provider's answer at once. */
  window: z.int().min(1).max(1000).default(50),
  enquireLinkSeconds: z.int().min(1).max(600).default(30),
  responseTimeoutSeconds: z.int().min(1).max(600).default(60),
  /** What data_coding 0 means at this provider, for texts that come in. */
  defaultAlphabet: z.enum(['gsm7', 'latin1']).default('gsm7'),
  concatenation: z.enum(['udh8', 'udh16', 'sar']).default('udh8'),
})

export type SmppConfig = z.output<typeof smppConfig>
