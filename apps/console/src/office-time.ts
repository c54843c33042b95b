/*
 * An office's hours are those of its own clock, wherever the browser is: who works from Lisbon sees when Warsaw closes.
 */
let zone: string | undefined

/** Called with the organization's time zone as soon as it is known; until then the browser's stands for it. */
export function setOfficeZone(timeZone: string): void {
  zone = timeZone
}

/** IANA name, e.g. `Europe/Warsaw`; undefined: the browser's. */
export const officeZone = () => zone

/** Makes each thing once: to make a formatter takes longer than to use it a hundred times. */
export function keep<Given extends unknown[], Made>(make: (...given: Given) => Made): (...given: Given) => Made {
  const kept = new Map<string, Made>()
  return (...given) => {
    const key = JSON.stringify(given)
    const made = kept.get(key) ?? make(...given)
    kept.set(key, made)
    return made
  }
}

const formatIn = keep(
  (timeZone: string | undefined, locale: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...(timeZone && { timeZone }), ...options }),
)

/** A formatter in the office's time zone. */
export const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions) => formatIn(zone, locale, options)

/** Sweden writes a day and its hour as computers do. */
const computersWay: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
}

/** What the office's clock shows, as fields of forms hold it: YYYY-MM-DDTHH:mm. */
export const wallTime = (at: Date | number): string =>
  dateFormat('sv', computersWay).format(at).replace(' ', 'T').padStart('YYYY-MM-DDTHH:mm'.length, '0')

/** The office's day, YYYY-MM-DD. */
export const dayOf = (at: Date | number) => wallTime(at).slice(0, 10)

const dayMs = 86_400_000
const asIfUtc = (wall: string) => (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) ? Date.parse(`${wall}:00Z`) : NaN)
const offsetAt = (instant: number) => asIfUtc(wallTime(instant)) - Math.floor(instant / 60_000) * 60_000

/**
 * When the office's clock shows that (YYYY-MM-DDTHH:mm). An hour that comes twice in autumn is meant the first time; one that
 * is left out in spring is as much later as the clock is put on. An invalid date where the text is none.
 */
export function atWallTime(wall: string): Date {
  const utc = asIfUtc(wall)
  if (Number.isNaN(utc)) return new Date(NaN)
  const [before, after] = [utc - offsetAt(utc - dayMs), utc - offsetAt(utc + dayMs)]
  return new Date([before, after].find((instant) => wallTime(instant) === wall) ?? before)
}
