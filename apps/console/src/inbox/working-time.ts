import { atWallTime, dayOf } from '../office-time.ts'

/** From one instant to another, in milliseconds, the office works. */
export interface OpenStretch {
  from: number
  until: number
}

/** How much of that time the office worked, in milliseconds. Instants in milliseconds. */
export function workedBetween(open: readonly OpenStretch[], from: number, until: number): number {
  let worked = 0
  for (const stretch of open) {
    const begins = Math.max(from, stretch.from)
    const ends = Math.min(until, stretch.until)
    if (ends > begins) worked += ends - begins
  }
  return worked
}

/** 0…1 and beyond: how much of the promised working time is used. */
export function shareUsed(open: readonly OpenStretch[], about: { since: number; due: number; now: number }): number {
  const { since, due, now } = about
  if (now >= due) return 1
  const promised = workedBetween(open, since, due)
  return promised === 0 ? 0 : Math.min(0.99, workedBetween(open, since, now) / promised)
}

/** Mornings on which the office works again: of the next working day, and of next week. */
export function nextMornings(open: readonly OpenStretch[], now: Date): { tomorrow?: Date; nextWeek?: Date } {
  const today = new Date(`${dayOf(now)}T00:00Z`)
  const midnightIn = (days: number) =>
    atWallTime(new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 16))
  const midnight = midnightIn(1)
  const monday = midnightIn((8 - today.getUTCDay()) % 7 || 7)
  const first = (after: Date) => {
    const found = open.find(({ from }) => from >= after.getTime())
    return found && new Date(found.from)
  }
  const tomorrow = first(midnight)
  const nextWeek = first(monday)
  return {
    ...(tomorrow && { tomorrow }),
    ...(nextWeek && nextWeek.getTime() !== tomorrow?.getTime() && { nextWeek }),
  }
}
