import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'
import { pl } from './pl.ts'

const stored = localStorage.getItem('language')
export const languages = ['pl', 'en'] as const
const language = stored === 'en' || stored === 'pl' ? stored : 'pl'

await i18next.use(initReactI18next).init({
  lng: language,
  fallbackLng: 'pl',
  keySeparator: false,
  nsSeparator: false,
  resources: { pl: { translation: pl }, en: { translation: en } },
  // React escapes what it shows.
  interpolation: { escapeValue: false },
})
document.documentElement.lang = language

export async function setLanguage(next: (typeof languages)[number]): Promise<void> {
  localStorage.setItem('language', next)
  document.documentElement.lang = next
  await i18next.changeLanguage(next)
}
