import type { Event, Given } from '../event.ts'
import { languageSchema } from '../language.ts'
import type { Session } from '../session.ts'
import type { Channel } from './fixture.ts'

/** What a line typed in the player makes happen; a message for who typed it, where it is no event. */
export function eventOf(line: string, channel: Channel, session: Session, at: string): Event | string {
  const [command = '', ...words] = line.trim().split(/\s+/)
  if (!command.startsWith('/')) return { is: 'answer', at, given: givenBy(line, channel) }
  const rest = words.join(' ')
  switch (command) {
    case '/due':
      return session.due === undefined ? 'Nothing is due.' : { is: 'timer', at: session.due }
    case '/resume':
      return { is: 'resume', at }
    case '/leave':
      return { is: 'leave', at }
    case '/skip':
      return { is: 'answer', at, given: { skip: true } }
    case '/photo':
      return rest === '' ? '/photo REFERENCE' : { is: 'answer', at, given: { photo: rest } }
    case '/choose':
      return { is: 'answer', at, given: { choices: words } }
    case '/ok':
    case '/failed':
      return { is: 'result', at, of: session.node, ok: command === '/ok', fields: fieldsIn(words) }
    case '/language': {
      const language = languageSchema.safeParse(rest)
      return language.success ? { is: 'language', at, language: language.data } : '/language pl | en | uk'
    }
    case '/location': {
      const [lat = NaN, lon = NaN] = rest.split(/[\s,]+/).map(Number)
      return Math.abs(lat) <= 90 && Math.abs(lon) <= 180
        ? { is: 'answer', at, given: { location: { lat, lon } } }
        : '/location LATITUDE LONGITUDE'
    }
    default:
      return HELP
  }
}

export const HELP = `Type an answer, or: /due (the timer), /resume, /leave, /skip, /photo REFERENCE, /location LATITUDE LONGITUDE,
/choose ID…, /ok FIELD=VALUE… and /failed (results), /language CODE. End with Ctrl-D.`

/** On the telephone one types keys. */
function givenBy(line: string, channel: Channel): Given {
  const keys = line.replaceAll(' ', '')
  return channel === 'voice' && /^[\d*#]{1,32}$/.test(keys) ? { keys } : { text: line }
}

function fieldsIn(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => word.split('=')).map(([field = '', ...value]) => [field, value.join('=')]),
  )
}
