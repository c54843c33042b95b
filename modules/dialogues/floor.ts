import { renderSms, type Language } from '@kurenda/dialogue'
import { fold } from '@kurenda/sms-text'
import type { Client } from '#platform/db'
import { begin, digestOf, end, hear, isClosed, repeats, waits, type About, type Asking, type Turn } from './asking.ts'
import { readDefinitions, versionKey } from './definitions.ts'
import { blank, loadAskings } from './load-askings.ts'
import { refusalText } from './phrases.ts'
import { storeAskings, type Listener } from './store-askings.ts'

/** Who wrote, by which number, and what is known of them. */
export interface Speaker {
  addressId: number
  channelId: number
  /** The number of ours that they wrote to. */
  ownNumber: string
  language: Language
  contact: Readonly<Record<string, string>>
}

/** What was said to a person last by a dialogue. */
export interface LastWord {
  dialogueId: number
  at: Date
  /** It waits for their answer. */
  waits: boolean
  /** The text is the answer before, delivered again. */
  repeated: boolean
}

/** Another question that waits is put again after the end of one, when it was asked within this time. */
const againMs = 72 * 3_600_000

/** What a dialogue says and does in answer to one text. */
export interface Heard extends Turn {
  /** Of the dialogue that spoke. */
  dialogueId: number
  anonymous: boolean
}

/**
 * What goes on between an organization's dialogues and the people of a batch of texts. Texts are heard in order, in memory;
 * `commit` stores all of it. Engine role, in a transaction that holds the address rows.
 */
export class Floor {
  readonly #client: Client
  readonly #organizationId: number
  readonly #timeZone: string
  readonly #now: Date
  readonly #dialogues: readonly About[]
  readonly #askings: Asking[]

  private constructor(
    client: Client,
    about: { organizationId: number; timeZone: string; now: Date },
    dialogues: readonly About[],
    askings: Asking[],
  ) {
    this.#client = client
    this.#organizationId = about.organizationId
    this.#timeZone = about.timeZone
    this.#now = about.now
    this.#dialogues = dialogues
    this.#askings = askings
  }

  static async open(
    client: Client,
    about: { organizationId: number; timeZone: string; now: Date },
    dialogues: readonly About[],
    addressIds: readonly number[],
  ): Promise<Floor> {
    const askings = await loadAskings(client, about.organizationId, dialogues, addressIds, about.now)
    return new Floor(client, about, dialogues, askings)
  }

  /** Words that begin or name a dialogue, folded. */
  get keywords(): { word: string; dialogueId: number }[] {
    return this.#dialogues.flatMap(({ keyword, id }) => (keyword === null ? [] : [{ word: keyword, dialogueId: id }]))
  }

  /** Which dialogue spoke to the person last. */
  lastWord(addressId: number, channelId: number, text: string, at: Date): LastWord | undefined {
    const last = this.#of(addressId, channelId)[0]
    if (!last) return undefined
    return {
      dialogueId: last.about.id,
      at: last.saidAt,
      waits: waits(last),
      repeated: repeats(last, text, at),
    }
  }

  /** Whether the dialogue that spoke to the person last keeps nobody's name. */
  isAnonymous(addressId: number): boolean {
    const bySms = this.#askings.filter((one) => one.addressId === addressId && one.channelId !== null)
    const [last] = bySms.sort(latestFirst)
    return last?.about.anonymous ?? false
  }

  /**
   * A text that answers a dialogue, or begins it where the person is in none: `words` is what was written besides its keyword.
   * After the end of one, another that waits puts its question again.
   */
  async hear(speaker: Speaker, dialogueId: number, words: string, at: Date): Promise<Heard> {
    const known = this.#of(speaker.addressId, speaker.channelId).filter((one) => one.about.id === dialogueId)
    const asking = known.find(waits) ?? (await this.#another(speaker, dialogueId, known))
    const turn = this.#step(asking, speaker, words, at)
    asking.saidAt = this.#now
    asking.ownNumber = speaker.ownNumber
    if (words !== '') asking.heard = digestOf(words)
    if (asking.ending === 'done') this.#putAgain(asking, speaker, turn)
    return { ...turn, dialogueId, anonymous: asking.about.anonymous }
  }

  /** STOP: the person is in no dialogue any more; what they answered before stays. */
  leave(addressId: number): void {
    for (const asking of this.#askings)
      if (asking.addressId === addressId && asking.id !== null && waits(asking)) end(asking, 'left', this.#now)
      else if (asking.addressId === addressId && asking.session === null) asking.endedAt ??= this.#now
  }

  /** Stores everything. Afterwards `textOf` is final. */
  async commit(listener: Listener, turns: readonly Heard[]): Promise<void> {
    const refused = await storeAskings(this.#client, this.#organizationId, this.#askings, listener, this.#now)
    for (const turn of turns) if (refused.has(turn.asking)) turn.refusal = 'full'
  }

  #of(addressId: number, channelId: number): Asking[] {
    return this.#askings.filter((one) => one.addressId === addressId && one.channelId === channelId).sort(latestFirst)
  }

  /** One that nobody has begun; ended at once where the person came to the end of it before. */
  async #another(speaker: Speaker, dialogueId: number, known: readonly Asking[]): Promise<Asking> {
    const about = this.#dialogues.find((one) => one.id === dialogueId)
    if (!about) throw new Error(`dialogue ${dialogueId} is not on the floor`)
    const version = { dialogueId, version: about.version }
    const definition = (await readDefinitions(this.#client, this.#organizationId, [version])).get(versionKey(version))
    if (!definition) throw new Error(`dialogue ${dialogueId} has no version ${about.version}`)
    const asking = { ...blank(about, definition, speaker.language), ...addressOf(speaker) }
    if (about.once && known.some((one) => one.ending === 'done')) asking.ending = 'already'
    this.#askings.push(asking)
    return asking
  }

  #step(asking: Asking, speaker: Speaker, words: string, at: Date): Turn {
    const nothing: Turn = { asking, prompts: [], refusal: null, needsStaff: false, notes: [] }
    if (isClosed(asking.about, at)) {
      end(asking, 'closed', this.#now)
      return { ...nothing, refusal: 'closed' }
    }
    if (asking.ending === 'already' || this.#hasAnswered(asking)) {
      end(asking, 'already', this.#now)
      return { ...nothing, refusal: 'already' }
    }
    const event = { at: this.#now.toISOString() }
    if (asking.session === null) {
      const opening = begin(asking, { at: this.#now, timeZone: this.#timeZone, contact: speaker.contact })
      // Named by its keyword alone: it begins. Put by a broadcast, or named with an answer: the first question is known.
      if (words === '') return opening
      if (asking.endedAt !== null) return opening
    } else if (words === '') return hear(asking, { is: 'resume', ...event })
    return hear(asking, { is: 'answer', ...event, given: { text: words } })
  }

  /** In an answer to an earlier broadcast, or on a page while this one waited. */
  #hasAnswered(asking: Asking): boolean {
    const { about, addressId } = asking
    if (!about.once) return false
    return this.#askings.some(
      (one) => one !== asking && one.addressId === addressId && one.about.id === about.id && one.ending === 'done',
    )
  }

  #putAgain(ended: Asking, speaker: Speaker, turn: Turn): void {
    const other = this.#of(speaker.addressId, speaker.channelId).find(
      (one) =>
        one !== ended &&
        waits(one) &&
        one.about.id !== ended.about.id &&
        !isClosed(one.about, this.#now) &&
        this.#now.getTime() - one.saidAt.getTime() <= againMs,
    )
    if (!other) return
    const again =
      other.session === null
        ? begin(other, { at: this.#now, timeZone: this.#timeZone, contact: speaker.contact })
        : hear(other, { is: 'resume', at: this.#now.toISOString() })
    turn.prompts.push(...again.prompts)
    // It speaks after the one that ended.
    other.saidAt = new Date(this.#now.getTime() + 1)
    other.heard = ended.heard
  }
}

function latestFirst(a: Asking, b: Asking): number {
  return b.saidAt.getTime() - a.saidAt.getTime() || (b.id ?? 0) - (a.id ?? 0)
}

function addressOf({ addressId, channelId }: Speaker) {
  return { addressId, channelId }
}

/** What goes back as one text; undefined where nothing does. */
export function textOf({ asking, prompts, refusal }: Turn): string | undefined {
  const { definition, session } = asking
  const language = session?.language ?? asking.language
  if (refusal) {
    const title = definition.title[language] ?? definition.title[definition.languages[0]] ?? asking.about.name
    return refusalText(refusal, language, title)
  }
  return prompts.length === 0 ? undefined : renderSms(prompts)
}

/** A keyword's rest comes folded; the words themselves are what stands after as many words of the text. */
export function withoutKeyword(text: string, rest: string): string {
  if (rest === '') return ''
  const words = text.trim().split(/[\s.,;:!-]+/)
  for (let from = 1; from < words.length; from++) {
    const tail = words.slice(from).join(' ')
    if (fold(tail) === rest) return tail
  }
  return rest
}
