import type { Reading } from '@kurenda/ui'

/** Made up for the stories; the numbers are those kept for made-up people. */
export const sample = {
  name: 'Anna Przykład',
  clerk: 'Paweł Wzór',
  sender: '+48 600 100 200',
  title: 'Odbiór odpadów: zmiana terminu',
  text: 'Dzień dobry, w tym tygodniu będziemy odbierać odpady w czwartek 16.10, nie w środę.',
  plain: 'Dzien dobry, w tym tygodniu bedziemy odbierac odpady w czwartek 16.10, nie w srode.',
  template: 'Pani {{ imię }}, proszę wystawić pojemniki do 7:00.',
  group: 'Odpady',
  office: 'Pracownicy urzędu',
}

const minute = 60_000
const begun = Date.UTC(2026, 9, 14, 15, 0)
const reading = (minutes: number, queued: number, delivered: number, failed: number, uncertain: number): Reading => ({
  at: begun + minutes * minute,
  queued,
  sent: 4812 - queued - delivered - failed - uncertain,
  delivered,
  failed,
  uncertain,
})

/** A broadcast whose operator slowed down in the third minute. */
export const readings: readonly Reading[] = [
  reading(0, 4812, 0, 0, 0),
  reading(1, 4200, 380, 2, 0),
  reading(2, 3580, 900, 5, 0),
  reading(3, 3000, 1450, 7, 0),
  reading(4, 2900, 1750, 24, 1),
  reading(5, 2780, 1900, 27, 2),
  reading(6, 2200, 2350, 32, 6),
  reading(7, 1800, 2700, 36, 9),
  reading(8, 1400, 3000, 39, 12),
  reading(9, 1022, 3238, 41, 13),
]
