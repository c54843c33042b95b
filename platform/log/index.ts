import { pino, type Logger } from 'pino'

export type { Logger }
export { events, tell, type EventName, type LogEvent } from './events.ts'

/**
 * The log of a process, JSON lines on stdout. Bodies, numbers and addresses of people never go into it: requests are
 * written as method, route pattern (not the address that was called), status and time.
 */
export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    redact: {
      paths: ['req.headers', 'headers', 'authorization', 'cookie', 'password', '*.password', 'to', 'from', 'text'],
      remove: true,
    },
    serializers: {
      // A driver's error may quote the row it speaks of.
      err: (error: unknown) =>
        error instanceof Error
          ? {
              type: error.name,
              message: 'code' in error && 'severity' in error ? `database error ${String(error.code)}` : error.message,
              stack: error.stack?.split('\n').slice(1, 8).join('\n'),
            }
          : { type: typeof error },
    },
  })
}
