import { EventEmitter } from 'node:events'

export interface Text {
  id: number
  direction: 'in' | 'out'
  /** The other side: who wrote to the phone, or to whom it wrote. */
  other: string
  text: string
  at: string
}

export interface Phone {
  number: string
  texts: Text[]
  at: string
}

/** Memory is bounded: the phones least lately used are forgotten. */
const mostPhones = 2_000
const mostTexts = 50

/** The made-up phones, the latest first. Emits `text` for each text that comes or goes. */
export class Phones extends EventEmitter<{ text: [number: string, text: Text] }> {
  readonly #phones = new Map<string, Phone>()
  #id = 0

  add(number: string, text: Omit<Text, 'id'>): void {
    const phone = this.#phones.get(number) ?? { number, texts: [], at: text.at }
    const whole = { id: ++this.#id, ...text }
    phone.texts.push(whole)
    if (phone.texts.length > mostTexts) phone.texts.shift()
    phone.at = text.at
    // Set anew, so that the map's order is the order of use.
    this.#phones.delete(number)
    this.#phones.set(number, phone)
    const oldest = this.#phones.keys().next().value
    if (this.#phones.size > mostPhones && oldest !== undefined) this.#phones.delete(oldest)
    this.emit('text', number, whole)
  }

  get(number: string): Phone | undefined {
    return this.#phones.get(number)
  }

  latest(limit: number, search = ''): Phone[] {
    const found: Phone[] = []
    for (const phone of [...this.#phones.values()].reverse()) {
      if (found.length === limit) break
      if (phone.number.includes(search)) found.push(phone)
    }
    return found
  }
}
