import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import css from './list.module.css'
import { presets, sampleOf } from './presets.ts'

/** What a new survey may begin with, each with the question that it asks. */
export function PresetCards() {
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'pl'
  return (
    <ul className={css['cards']}>
      {presets.map((preset) => (
        <li key={preset}>
          <Link to="/surveys/new" search={{ preset }}>
            <h2>{t(`surveys.preset.${preset}`)}</h2>
            <p className="muted">{t(`surveys.preset.${preset}.text`)}</p>
            {preset !== 'empty' && <q lang={language}>{sampleOf(preset, language)}</q>}
          </Link>
        </li>
      ))}
    </ul>
  )
}
