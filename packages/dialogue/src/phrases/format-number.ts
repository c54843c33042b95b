import type { Language } from '../language.ts'

/** As the language writes it: `1200,5` in Polish and Ukrainian, `1200.5` in English. */
export function formatNumber(value: number, language: Language): string {
  return language === 'en' ? String(value) : String(value).replace('.', ',')
}
