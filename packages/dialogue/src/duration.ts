import { z } from 'zod'

const MILLISECONDS = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])
const LONGEST = 366 * 86_400_000

/** `30s`, `15m`, `24h`, `3d`; at most 366 days. */
export const durationSchema = z
  .string()
  .regex(/^[1-9]\d{0,6}[smhd]$/)
  .refine((duration) => milliseconds(duration) <= LONGEST)

/** The moment that long after `at`; both ISO instants. */
export function after(at: string, duration: string): string {
  return new Date(Date.parse(at) + milliseconds(duration)).toISOString()
}

function milliseconds(duration: string): number {
  return Number.parseInt(duration) * (MILLISECONDS.get(duration.slice(-1)) ?? 0)
}
