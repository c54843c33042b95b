import { Page, PageHead } from '@kurenda/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../me.ts'
import { useTitle } from '../title.ts'
import { sections } from './sections.ts'
import css from './settings.module.css'

/** What can be set, each with a sentence of what it is for. */
export function Settings() {
  const { t } = useTranslation()
  const may = useMay()
  useTitle(t('settings.title'))
  return (
    <Page>
      <PageHead title={t('settings.title')} />
      <ul className={`rows ${css['overview']}`}>
        {sections
          .filter((one) => may(one.may))
          .map(({ to, is }) => (
            <li key={is}>
              <Link to={to} className="strong">
                {t(`settings.${is}`)}
              </Link>
              <p className="muted">{t(`settings.${is}Note`)}</p>
            </li>
          ))}
      </ul>
    </Page>
  )
}
