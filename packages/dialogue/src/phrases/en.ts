import { hasTwoDigits, isFree } from './phrases.ts'
import type { Count, Phrases } from './phrases.ts'

export const en: Phrases = {
  yes: 'Yes',
  no: 'No',
  skip: 'Skip',
  send: 'Send',
  range: (least, most) => [least && `from ${least}`, most && `to ${most}`].filter(Boolean).join(' '),
  ends: (from, low, to, high) => [low && `${from} – ${low}`, high && `${to} – ${high}`].filter(Boolean).join(', '),
  reminder: 'A reminder:',
  unclear: 'Sorry, we did not understand that answer.',
  ambiguous: (between) => `We are not sure which: ${between.join(' or ')}?`,
  noSuchNumber: 'There is no such number.',
  numberOutOfRange: 'We cannot take this number.',
  dateOutOfRange: 'We cannot take this day.',
  notThese: 'We cannot take these answers.',
  tooLong: (most) => `This answer is too long. It may have ${most} characters.`,
  handedOver: 'We have passed this on to the office. A person will be in touch.',
  required: 'We need an answer to this question.',
  written: {
    choice: 'Reply with the number.',
    choices: (count) => `${chosen(count, 'Reply with the numbers')}, e.g. 1, 2.`,
    yesNo: 'Reply YES or NO.',
    number: (range) => `Reply with a number${range && ` ${range}`}.`,
    scale: (range) => `Reply with a number ${range}.`,
    date: (range, example) => `Reply with a date${range && ` ${range}`}, e.g. ${example}.`,
    text: 'Reply in your own words.',
    location: 'Reply with the address.',
    photo: 'Send a photo.',
    skip: 'You may also reply SKIP.',
  },
  spoken: {
    choice: 'Press the number.',
    choices: (count) =>
      `${chosen(count, hasTwoDigits(count) ? 'Press the numbers, star after each' : 'Press the numbers one by one')}, then press hash.`,
    yesNo: 'For yes, press 1. For no, press 2.',
    number: (range) => `Enter a number${range && ` ${range}`}, then press hash.`,
    scale: (range) => `Enter a number ${range}, then press hash.`,
    date: (range) => `Enter day and month, four digits${range && `, ${range}`}, then press hash.`,
    text: 'Speak after the tone, then press hash.',
    location: 'Say the address after the tone, then press hash.',
    photo: 'A photo cannot be sent by telephone.',
    skip: 'To skip, press hash.',
    key: (label, key) => `${label}: press ${key}.`,
    repeat: 'To hear it again, press star.',
  },
  letter: { click: 'One click is enough:', open: 'Answer on the page:' },
  field: {
    choices: (count) => (isFree(count) ? 'Tick what fits.' : `${chosen(count, 'Tick')}.`),
    location: 'Street and number, or what the place is like',
    date: (range) => (range ? `A day ${range}` : 'A day'),
    number: (range) => (range ? `A number ${range}` : 'A number'),
  },
}

function chosen(count: Count, verb: string): string {
  const { least, most, of } = count
  if (isFree(count)) return verb
  if (least === most) return `${verb} (exactly ${most})`
  return `${verb} (${[least > 1 && `at least ${least}`, most < of && `at most ${most}`].filter(Boolean).join(', ')})`
}
