import { polishCount, type Language } from '#platform/i18n'
import type { Finding } from './find-stuck.ts'

/** A finding in words for staff: what stands, since when, and why. */
export function explainFinding(finding: Finding, language: Language, at: { now: Date; timeZone: string }): string {
  const { since } = finding
  const ms = since ? at.now.getTime() - since.getTime() : null
  return language === 'pl'
    ? inPolish(finding, ms === null ? '' : ` od ${polishDuration(ms)}`, (date) => clock(date, 'pl', at))
    : inEnglish(finding, ms === null ? '' : ` for ${englishDuration(ms)}`, (date) => clock(date, 'en', at))
}

function inPolish(finding: Finding, since: string, hour: (date: Date) => string): string {
  const messages = (count: number) => polishCount(count, 'wiadomość', 'wiadomości', 'wiadomości')
  const wait = (count: number) => (count > 0 ? ` ${isFew(count) ? 'Czekają' : 'Czeka'} ${messages(count)}.` : '')
  switch (finding.code) {
    case 'no-channel':
      return 'Nie ma żadnego kanału, więc nic nie może zostać wysłane. Dodaj go poleceniem „channel add”.'
    case 'worker-away':
      return `Zadania czekają${since}: brak procesu roboczego (worker) albo nie nadąża. Zajrzyj do pliku logs/worker.log.`
    case 'gateway-away':
      return `Brak procesu bramki${since}: nic nie wychodzi i nic nie przychodzi.${wait(finding.waiting)} Zajrzyj do pliku logs/gateway.log.`
    case 'channel-disabled':
      return `Kanał ${finding.channel.name} jest wyłączony.${wait(finding.waiting)}`
    case 'channel-unheld':
      return `Kanału ${finding.channel.name} nie obsługuje żadna bramka${since}.${wait(finding.waiting)}`
    case 'channel-down': {
      const why = finding.reason?.pl ?? 'wciąż się łączy'
      const advice = finding.final ? ' Bez zmiany ustawień kanału to się nie uda.' : ''
      return `Kanał ${finding.channel.name} nie ma połączenia${since}: ${why}.${advice}${wait(finding.waiting)}`
    }
    case 'channel-limited':
      return `Kanał ${finding.channel.name} działa, ale nie w pełni: ${finding.reason.pl}.`
    case 'writes-behind':
      return `Zapisy nie nadążają w kanale ${finding.channel.name}${since}; odpowiedzi operatora, które czekają na zapis: ${finding.unwritten}. Sprawdź dysk i obciążenie bazy danych.`
    case 'provider-silent':
      return `Operator kanału ${finding.channel.name} nie odpowiada na to, co dostał; bez odpowiedzi: ${messages(finding.inFlight)}.${wait(finding.waiting)}`
    case 'queue-stands':
      return `W kanale ${finding.channel.name} wiadomości stoją${since}, choć jest połączony.${wait(finding.waiting)} Zajrzyj do pliku logs/gateway.log.`
    case 'provider-refuses':
      return `Operator kanału ${finding.channel.name} odłożył ${messages(finding.retrying)}; następna próba o ${hour(finding.retryAt)}.`
    case 'rate-limit':
      return `Kanał ${finding.channel.name} wysyła najwyżej ${messages(finding.perSecond)} na sekundę: ${messages(finding.waiting)} – to potrwa do ${hour(finding.until)}.`
    case 'broadcast-late':
      return `Rozsyłka ${finding.broadcast.id} („${finding.broadcast.name}”) czeka${since} i nie rusza. Zajrzyj do pliku logs/worker.log.`
    case 'broadcast-paused':
      return `Rozsyłka ${finding.broadcast.id} („${finding.broadcast.name}”) jest wstrzymana${since}${finding.by === null ? '' : ` przez: ${finding.by}`}.`
    case 'quiet-hours':
      return `Rozsyłka ${finding.broadcast.id} („${finding.broadcast.name}”) stoi: trwa cisza nocna do ${hour(finding.until)}.`
  }
}

function inEnglish(finding: Finding, since: string, hour: (date: Date) => string): string {
  const messages = (count: number) => (count === 1 ? '1 message' : `${count} messages`)
  const wait = (count: number) => (count > 0 ? ` ${messages(count)} ${count === 1 ? 'waits' : 'wait'}.` : '')
  switch (finding.code) {
    case 'no-channel':
      return 'There is no channel, so nothing can be sent. Add one with “channel add”.'
    case 'worker-away':
      return `Work has been waiting${since}: no worker process runs, or it does not keep up. See logs/worker.log.`
    case 'gateway-away':
      return `No gateway process has run${since}: nothing goes out and nothing comes in.${wait(finding.waiting)} See logs/gateway.log.`
    case 'channel-disabled':
      return `The channel ${finding.channel.name} is disabled.${wait(finding.waiting)}`
    case 'channel-unheld':
      return `No gateway has held the channel ${finding.channel.name}${since}.${wait(finding.waiting)}`
    case 'channel-down': {
      const why = finding.reason?.en ?? 'it is still connecting'
      const advice = finding.final ? ' Only a change of its settings will help.' : ''
      return `The channel ${finding.channel.name} has had no connection${since}: ${why}.${advice}${wait(finding.waiting)}`
    }
    case 'channel-limited':
      return `The channel ${finding.channel.name} works, but not fully: ${finding.reason.en}.`
    case 'writes-behind':
      return `Writes have not kept up on the channel ${finding.channel.name}${since}; answers of the provider that wait to be stored: ${finding.unwritten}. Look at the disk and the load of the database.`
    case 'provider-silent':
      return `The provider of the channel ${finding.channel.name} does not answer to what it got; unanswered: ${messages(finding.inFlight)}.${wait(finding.waiting)}`
    case 'queue-stands':
      return `On the channel ${finding.channel.name} messages have stood still${since} although it is up.${wait(finding.waiting)} See logs/gateway.log.`
    case 'provider-refuses':
      return `The provider of the channel ${finding.channel.name} put off ${messages(finding.retrying)}; the next try is at ${hour(finding.retryAt)}.`
    case 'rate-limit':
      return `The channel ${finding.channel.name} sends at most ${messages(finding.perSecond)} a second: ${messages(finding.waiting)} will take until ${hour(finding.until)}.`
    case 'broadcast-late':
      return `The broadcast ${finding.broadcast.id} (“${finding.broadcast.name}”) has been waiting${since} and does not start. See logs/worker.log.`
    case 'broadcast-paused':
      return `The broadcast ${finding.broadcast.id} (“${finding.broadcast.name}”) has been paused${since}${finding.by === null ? '' : ` by ${finding.by}`}.`
    case 'quiet-hours':
      return `The broadcast ${finding.broadcast.id} (“${finding.broadcast.name}”) stands: quiet hours last until ${hour(finding.until)}.`
  }
}

const halfDayMs = 12 * 3_600_000

/** `Czekają 2 wiadomości`, but `Czeka 5 wiadomości` and `Czeka 1 wiadomość`. */
function isFew(count: number): boolean {
  return new Intl.PluralRules('pl').select(count) === 'few'
}

/** In the genitive, as after `od`. */
function polishDuration(ms: number): string {
  const { count, unit } = split(ms)
  switch (unit) {
    case 's':
      return 'niecałej minuty'
    case 'min':
      return `${count} min`
    case 'h':
      return `${count} godz.`
    case 'd':
      return count === 1 ? '1 dnia' : `${count} dni`
  }
}

function englishDuration(ms: number): string {
  const { count, unit } = split(ms)
  switch (unit) {
    case 's':
      return 'less than a minute'
    case 'min':
      return `${count} min`
    case 'h':
      return `${count} h`
    case 'd':
      return count === 1 ? '1 day' : `${count} days`
  }
}

function split(ms: number): { count: number; unit: 's' | 'min' | 'h' | 'd' } {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return { count: 0, unit: 's' }
  if (minutes < 120) return { count: minutes, unit: 'min' }
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? { count: hours, unit: 'h' } : { count: Math.floor(hours / 24), unit: 'd' }
}

/** `14:05`, with the day where it is further away than the next morning. */
function clock(date: Date, language: Language, { now, timeZone }: { now: Date; timeZone: string }): string {
  const hour = new Intl.DateTimeFormat(language, { timeZone, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' })
  if (date.getTime() - now.getTime() < halfDayMs) return hour.format(date)
  const withDay = new Intl.DateTimeFormat(language, {
    timeZone,
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return withDay.format(date)
}
