import { Page, PageHead } from '@kurenda/ui'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../me.ts'
import { useTitle } from '../title.ts'
import { sections } from './sections.ts'
import css from './settings.module.css'

type Section = (typeof sections)[number]['is']

/** One page of the settings beside the list of them. */
export function Frame(props: { section: Section; title?: string; actions?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const { section } = props
  const title = props.title ?? t(`settings.${section}`)
  useTitle(title)
  return (
    <Page>
      <div className={css['settings']}>
        <nav aria-label={t('settings.title')} className={css['sections']}>
          {sections
            .filter((one) => may(one.may))
            .map(({ to, is }) => (
              <Link key={is} to={to}>
                {t(`settings.${is}`)}
              </Link>
            ))}
        </nav>
        <div className={css['body']}>
          <PageHead title={title} note={t(`settings.${section}Note`)} actions={props.actions} />
          {props.children}
        </div>
      </div>
    </Page>
  )
}
