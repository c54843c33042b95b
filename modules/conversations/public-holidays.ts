/**
 * Easter Sunday of a year of the Gregorian calendar, as month and day (the anonymous algorithm, in Meeus, Astronomical
 * Algorithms, 1991, chapter 8).
 */
function easter(year: number): { month: number; day: number } {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  return { month: Math.floor(sum / 31), day: (sum % 31) + 1 }
}

/** The act of 18 January 1951 on days free from work, with the years from which the later ones count. */
const fixed: readonly { date: string; since?: number }[] = [
  { date: '01-01' },
  { date: '01-06', since: 2011 },
  { date: '05-01' },
  { date: '05-03' },
  { date: '08-15' },
  { date: '11-01' },
  { date: '11-11' },
  { date: '12-24', since: 2025 },
  { date: '12-25' },
  { date: '12-26' },
]
/** Easter Sunday and Monday, Pentecost, Corpus Christi. */
const daysAfterEaster = [0, 1, 49, 60]
const dayMs = 86_400_000

/** Poland's public holidays of a year, as YYYY-MM-DD, ascending. */
export function publicHolidays(year: number): string[] {
  const { month, day } = easter(year)
  const sunday = Date.UTC(year, month - 1, day)
  return [
    ...fixed.filter(({ since = 0 }) => year >= since).map(({ date }) => `${String(year).padStart(4, '0')}-${date}`),
    ...daysAfterEaster.map((days) => new Date(sunday + days * dayMs).toISOString().slice(0, 10)),
  ].sort()
}
