import { SegmentedControl } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { languages, setLanguage, type Language } from './i18n/index.ts'

/** Each in its own language: whoever looks for theirs reads no other. */
export const languageNames: Record<Language, string> = { pl: 'Polski', en: 'English' }

/** The switch of the language; what the server worded is read anew. */
export function Languages() {
  const { t, i18n } = useTranslation()
  const choose = useLanguage()
  return (
    <SegmentedControl
      aria-label={t('app.language')}
      value={i18n.language}
      onChange={(value) => choose(value as Language)}
      data={languages.map((value) => ({ value, label: <span lang={value}>{languageNames[value]}</span> }))}
    />
  )
}

export function useLanguage(): (language: Language) => void {
  const client = useQueryClient()
  return (language) => void setLanguage(language).then(() => client.invalidateQueries())
}
