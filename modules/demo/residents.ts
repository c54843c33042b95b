/** Numbers kept for made-up people: +48 600 000 000 – +48 600 999 999. */
const madeUpPrefix = '+48600'

const given = [
  'Anna',
  'Jan',
  'Maria',
  'Piotr',
  'Zofia',
  'Tomasz',
  'Halina',
  'Paweł',
  'Ewa',
  'Łukasz',
  'Oksana',
  'Józef',
]
const family = ['Przykład', 'Wzór', 'Próbna', 'Testowicz', 'Zmyślona', 'Makieta', 'Niby', 'Świstak', 'Żółw', 'Gęś']
const villages = ['Olszanka', 'Brzozówka', 'Stary Młyn', 'Dębina', 'Kalinowo']

export interface Resident {
  phone: string
  name: string
  village: string
}

/** Visibly made-up people, always the same ones. */
export function residents(count: number): Resident[] {
  return Array.from({ length: count }, (_, i) => ({
    phone: `${madeUpPrefix}${String(1000 + i * 7).padStart(6, '0')}`,
    name: `${given[i % given.length]} ${family[(i * 3) % family.length]}`,
    village: villages[i % villages.length] ?? '',
  }))
}
