import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export const languages = ['pl', 'en'] as const
export type Language = (typeof languages)[number]

/** Each language is a file of its own: nobody loads the other one. */
const load: Record<Language, () => Promise<Record<string, string>>> = {
  pl: async () => (await import('./pl/index.ts')).pl,
  en: async () => (await import('./en/index.ts')).en,
}
const stored = localStorage.getItem('language')
const language = languages.find((each) => each === stored) ?? 'pl'

void i18next.use(initReactI18next).init({
  lng: language,
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  resources: {},
  // React escapes what it shows.
  interpolation: { escapeValue: false },
})
// Groups from the first thousand on: alone, Polish would write 4812 but 10 000.
i18next.services.formatter?.addCached('n', (lng) => {
  const numbers = new Intl.NumberFormat(lng, { useGrouping: 'always' })
  return (value: number) => numbers.format(value)
})
document.documentElement.lang = language

/** Nothing is said before they are here. */
export const words = load[language]().then((texts) => {
  i18next.addResourceBundle(language, 'translation', texts)
})

export async function setLanguage(next: Language): Promise<void> {
  if (!i18next.hasResourceBundle(next, 'translation'))
    i18next.addResourceBundle(next, 'translation', await load[next]())
  localStorage.setItem('language', next)
  document.documentElement.lang = next
  await i18next.changeLanguage(next)
}
