import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { languages, setLanguage } from './i18n/index.ts'

const names = { pl: 'Polski', en: 'English' } as const

/** The switch of the language; what the server worded is read anew. */
export function Languages() {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  return (
    <div className="segments" role="group" aria-label={t('app.language')}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={i18n.language === language}
          onClick={() => void setLanguage(language).then(() => client.invalidateQueries())}
        >
          {names[language]}
        </button>
      ))}
    </div>
  )
}
