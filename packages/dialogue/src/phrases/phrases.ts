/** How many of several may be chosen. */
export interface Count {
  least: number
  most: number
  of: number
}

/** Whether the count needs no word: any number of them will do. */
export function isFree({ least, most, of }: Count): boolean {
  return least <= 1 && most === of
}

/** Whether keys alone do not tell where one number ends. */
export function hasTwoDigits({ of }: Count): boolean {
  return of > 9
}

/** How an answer is given in one way of speaking; ranges and dates come as the language writes them. */
interface HowTo {
  choice: string
  choices(count: Count): string
  yesNo: string
  number(range: string): string
  scale(range: string): string
  /** `example`: a day and a month that would do. */
  date(range: string, example: string): string
  text: string
  location: string
  photo: string
  skip: string
}

/** All that the engine says by itself, in one language. */
export interface Phrases {
  yes: string
  no: string
  /** On buttons. */
  skip: string
  send: string
  /** Between two bounds; either may be missing. */
  range(least: string | undefined, most: string | undefined): string
  /** Names what a point of a scale means. */
  ends(from: number, low: string | undefined, to: number, high: string | undefined): string
  reminder: string
  unclear: string
  ambiguous(between: readonly string[]): string
  noSuchNumber: string
  numberOutOfRange: string
  dateOutOfRange: string
  notThese: string
  tooLong(most: number): string
  required: string
  /** A person goes on from here. */
  handedOver: string
  /** In a written message. */
  written: HowTo
  /** On the telephone. */
  spoken: HowTo & {
    key(label: string, key: string): string
    repeat: string
  }
  /** In a letter, before the links. */
  letter: { click: string; open: string }
  /** What a page or a card says of a field. */
  field: { choices(count: Count): string; location: string; date(range: string): string; number(range: string): string }
}
