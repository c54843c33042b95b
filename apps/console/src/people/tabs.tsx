import { PageHead } from '@kurenda/ui'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../me.ts'
import css from './tabs.module.css'

const tabs = [
  { to: '/people', label: 'people.all', may: 'contacts:read' },
  { to: '/people/groups', label: 'people.groups', may: 'contacts:read' },
  { to: '/people/segments', label: 'people.segments', may: 'contacts:read' },
  { to: '/people/duplicates', label: 'people.duplicates', may: 'contacts:read' },
  { to: '/people/opt-outs', label: 'people.optOuts', may: 'opt-outs:read' },
  { to: '/people/imports', label: 'people.imports', may: 'contacts:read' },
  { to: '/people/fields', label: 'people.fields', may: 'contacts:read' },
] as const

/** The head of each page about people: what can be done here, and the way to the other pages. */
export function PeopleHead(props: { title: ReactNode; note?: ReactNode; actions?: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const nav = useRef<HTMLElement>(null)
  // On a phone the tabs are wider than the window.
  useEffect(() => {
    // To ask for a width makes a browser lay out the whole page at once.
    if (!matchMedia('(max-width: 760px)').matches) return
    const current = nav.current?.querySelector<HTMLElement>('[aria-current]')
    // Not by scrollIntoView: the next Tab would begin behind it.
    if (nav.current && current)
      nav.current.scrollLeft = current.offsetLeft - nav.current.offsetLeft - current.offsetWidth
  }, [])
  return (
    <>
      <PageHead title={props.title} note={props.note} actions={props.actions} />
      <nav ref={nav} className={css['tabs']} aria-label={t('people.parts')}>
        {tabs
          .filter((tab) => may(tab.may))
          .map(({ to, label }) => (
            <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
              {t(label)}
            </Link>
          ))}
      </nav>
    </>
  )
}
