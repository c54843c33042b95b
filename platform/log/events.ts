import type { Logger } from 'pino'

interface Kind {
  /** Which processes write it. */
  by: string
  level: 'info' | 'warn' | 'error' | 'fatal'
  /** What it means; written beside the event as `msg`. */
  about: string
  /** What is written with it: numbers and codes; never a text, a name, a number to call or an address. */
  fields: Readonly<Record<string, string>>
}

const err = { err: 'type, message and stack; of a database error only its code' }
const channel = { channel: 'number of the channel' }

/** Every line of the logs has one of these as its `event`: the names stay, so that alerts may lean on them. Alphabetical. */
export const events = {
  'broadcast-finished': {
    by: 'worker',
    level: 'info',
    about: 'every message of a broadcast is settled',
    fields: { organization: 'its number', broadcast: 'its number' },
  },
  'cannot-start': { by: 'every role', level: 'fatal', about: 'a role ends because it cannot start', fields: err },
  'channel-status': {
    by: 'gateway',
    level: 'info',
    about: 'a session with a provider came up, went down, or is limited',
    fields: { ...channel, status: 'is: connecting, up or down; reason and final where it is down' },
  },
  'cleaned-up': {
    by: 'worker',
    level: 'info',
    about: 'what had served its time was deleted',
    fields: {
      keys: 'idempotency keys',
      drafts: 'drafts that nobody confirmed',
      links: 'one-time links',
      sessions: 'of dialogues, that ended',
    },
  },
  'contacts-erased': {
    by: 'worker',
    level: 'info',
    about: 'contacts were erased after their time in trash',
    fields: { count: 'how many' },
  },
  'drain-failed': { by: 'every role', level: 'error', about: 'a role ended before its work was put down', fields: err },
  'gateway-error': {
    by: 'gateway',
    level: 'error',
    about: 'something failed and is tried again',
    fields: err,
  },
  'lease-acquired': {
    by: 'gateway',
    level: 'info',
    about: 'this gateway holds a channel now',
    fields: {
      ...channel,
      fence: 'number of the lease',
      uncertain: 'messages whose fate the last holder left open',
    },
  },
  'lease-lost': {
    by: 'gateway',
    level: 'warn',
    about: 'another gateway may hold a channel, or the database was away too long',
    fields: channel,
  },
  'mail-refused': {
    by: 'api',
    level: 'error',
    about: 'the mail server did not take a mail',
    fields: { code: 'of the connection', responseCode: 'of the server' },
  },
  'messages-lapsed': {
    by: 'worker',
    level: 'info',
    about: 'messages whose receipt can no longer be expected became unconfirmed',
    fields: { count: 'how many' },
  },
  request: {
    by: 'api',
    level: 'info',
    about: 'a request was answered',
    fields: { route: 'method and route template', status: 'HTTP status', ms: 'how long it took' },
  },
  'request-failed': { by: 'api', level: 'error', about: 'a request met an error of ours', fields: err },
  'reset-failed': { by: 'api', level: 'error', about: 'no link for a new password could be sent', fields: err },
  'role-ready': { by: 'every role', level: 'info', about: 'a role does its work', fields: {} },
  'role-stopping': { by: 'every role', level: 'info', about: 'a role puts its work down and ends', fields: {} },
  'worker-error': { by: 'worker', level: 'error', about: 'something failed and is tried again', fields: err },
} as const satisfies Record<string, Kind>

export type EventName = keyof typeof events

/** An event with its fields. */
export type LogEvent = {
  [Name in EventName]: { event: Name } & { [Field in keyof (typeof events)[Name]['fields']]: unknown }
}[EventName]

/** Writes an event, at the level that the catalogue gives it. */
export function tell(log: Pick<Logger, Kind['level']>, event: LogEvent): void {
  const { level, about } = events[event.event]
  log[level](event, about)
}
