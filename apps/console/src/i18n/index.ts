import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'
import { pl } from './pl.ts'

export const languages = ['pl', 'en'] as const
const stored = localStorage.getItem('language')
const language = languages.find((each) => each === stored) ?? 'pl'

await i18next.use(initReactI18next).init({
  lng: language,
  fallbackLng: 'pl',
  keySeparator: false,
  nsSeparator: false,
  resources: { pl: { translation: pl }, en: { translation: en } },
  // React escapes what it shows.
  interpolation: { escapeValue: false },
})
// Groups from the first thousand on: alone, Polish would write 4812 but 10 000.
i18next.services.formatter?.addCached('n', (lng) => {
  const numbers = new Intl.NumberFormat(lng, { useGrouping: 'always' })
  return (value: number) => numbers.format(value)
})
document.documentElement.lang = language

export async function setLanguage(next: (typeof languages)[number]): Promise<void> {
  localStorage.setItem('language', next)
  document.documentElement.lang = next
  await i18next.changeLanguage(next)
}
