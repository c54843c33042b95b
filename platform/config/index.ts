import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const optional = z
  .string()
  .optional()
  .transform((value) => value || undefined)
const orDefault = (value: string) =>
  z
    .string()
    .optional()
    .transform((given) => given || value)

/** `true` is refused: then every caller could name any address, and nobody would be throttled. */
const proxies = z
  .string()
  .optional()
  .transform((value) => value?.trim() || undefined)
  .transform((value) => (value === undefined ? undefined : networks(value)))
  .refine((list) => list?.every(isNetwork) ?? true, {
    error: 'addresses and networks of proxies, e.g. 127.0.0.1, 10.0.0.0/8',
  })

function networks(list: string): string[] {
  return list.split(/[\s,]+/).filter((one) => one !== '')
}

function isNetwork(one: string): boolean {
  const [address = '', bits, ...more] = one.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128) && Number(bits) > 0)
  )
}

/** Of the office's own network: whatever else lies there is out of reach of what people type in. */
const hosts = z
  .string()
  .optional()
  .transform((value) => networks(value ?? '').map((one) => hostIn(one)))
  .refine((list): list is string[] => list.every((one) => one !== undefined), {
    error: 'hosts, with a port where it is not 443, e.g. keycloak.gmina.lan:8443',
  })

/** As it stands in an address: in lower case, without the port of https. */
function hostIn(one: string): string | undefined {
  return /^[\w.:[\]-]+$/.test(one) ? URL.parse(`https://${one}`)?.host : undefined
}

const environment = z
  .object({
    HOST: orDefault('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
    PUBLIC_URL: optional,
    KURENDA_DATA: orDefault('data'),
    TRUST_PROXY: proxies,
    OUTGOING_HOSTS: hosts,
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    SIMULATOR_URL: optional,
    SMTP_URL: z
      .string()
      .optional()
      .transform((value) => value || undefined)
      .pipe(z.url({ protocol: /^smtps?$/ }).optional()),
    MAIL_FROM: optional,
    API_URL: z.url(),
    ENGINE_URL: z.url(),
  })
  .transform((env) => ({
    host: env.HOST,
    port: env.PORT,
    /** How browsers reach this town, without a slash at its end. */
    publicUrl: (env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`).replace(/\/+$/, ''),
    dataDir: resolve(env.KURENDA_DATA),
    logLevel: env.LOG_LEVEL,
    /** Addresses and networks of the proxies before the api; undefined: none. */
    trustProxy: env.TRUST_PROXY,
    /** Hosts of the office's own network that the server may ask. */
    outgoingHosts: env.OUTGOING_HOSTS,
    simulatorUrl: env.SIMULATOR_URL,
    /** `smtp://user:password@host:587` or `smtps://…:465`; undefined: the town sends no mail. */
    smtpUrl: env.SMTP_URL,
    /** Who its mails come from. */
    mailFrom: env.MAIL_FROM ?? `Kurenda <kurenda@${hostOf(env.PUBLIC_URL)}>`,
    apiUrl: env.API_URL,
    engineUrl: env.ENGINE_URL,
  }))

/** What the api role needs to know. */
export type ApiConfig = z.output<typeof environment>

/**
 * From the environment.
 * @throws Error that names every variable that is missing or wrong
 */
export function readApiConfig(env: NodeJS.ProcessEnv): ApiConfig {
  const read = environment.safeParse(env)
  if (read.success) return read.data
  const wrong = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The environment is not right:\n${wrong.join('\n')}`)
}

/** The town's own name, as the domain of an address. */
function hostOf(publicUrl: string | undefined): string {
  return publicUrl !== undefined && URL.canParse(publicUrl) ? new URL(publicUrl).hostname : 'localhost'
}

/** Where the command line on the town's own machine finds its key. */
export function localKeyFile(dataDir: string): string {
  return join(dataDir, 'secrets', 'cli-key')
}
