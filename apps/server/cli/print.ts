import type { Money, StateName, Totals } from '@kurenda/contract'
import { polishCount } from '#platform/i18n'
import { language, say } from './words.ts'

/** Scripts get nothing but JSON on stdout; whatever people read meanwhile goes to stderr. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** A sentence beside the result. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`)
}

export function formatMoney({ amount, currency }: Money): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount)
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat(language).format(count)
}

/** `1 osoba`, `4 812 osób`. */
export function formatPeople(count: number): string {
  return language === 'pl'
    ? polishCount(count, 'osoba', 'osoby', 'osób')
    : `${formatCount(count)} ${count === 1 ? 'person' : 'people'}`
}

/** An instant in the time zone of this machine, with the zone's name. */
export function formatMoment(instant: string): string {
  return new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(instant))
}

const stateWords: Record<StateName, string> = {
  queued: say('w kolejce', 'queued'),
  submitted: say('wysłane', 'submitted'),
  delivered: say('doręczone', 'delivered'),
  failed: say('nieudane', 'failed'),
  expired: say('przeterminowane', 'expired'),
  uncertain: say('niepewne', 'uncertain'),
  cancelled: say('odwołane', 'cancelled'),
  suppressed: say('pominięte', 'skipped'),
  unconfirmed: say('bez potwierdzenia', 'unconfirmed'),
}

export function formatState(state: StateName): string {
  return stateWords[state]
}

/** `doręczone 18 900 · nieudane 12`, only what there is. */
export function formatTotals(totals: Totals): string {
  const entries = Object.entries(stateWords) as [StateName, string][]
  const there = entries.filter(([state]) => totals[state] > 0)
  return there.map(([state, word]) => `${word} ${formatCount(totals[state])}`).join(' · ') || '—'
}

const barWidth = 30

/** A bar on a terminal, nothing elsewhere. `done` is between 0 and 1. */
export class Progress {
  #shown = ''

  show(done: number, words: string): void {
    if (!process.stderr.isTTY) return
    const full = Math.round(Math.min(Math.max(done, 0), 1) * barWidth)
    const line = `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${words}`.slice(0, process.stderr.columns - 1)
    if (line === this.#shown) return
    this.#shown = line
    process.stderr.write(`\r\x1b[K${line}`)
  }

  end(): void {
    if (this.#shown !== '') process.stderr.write('\r\x1b[K')
    this.#shown = ''
  }
}
