import { IconExternalLink } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useTitle } from './title.ts'

/** The simulator's own page. */
export function Phones() {
  const { t } = useTranslation()
  useTitle(t('phones.title'))
  return (
    <section className="phones">
      <header>
        <h1 className="heard">{t('phones.title')}</h1>
        <p className="meta">{t('phones.lead')}</p>
        <a className="button" href="/simulator/" target="_blank" rel="noreferrer">
          <IconExternalLink size={18} aria-hidden="true" /> {t('phones.open')}
        </a>
      </header>
      <iframe src="/simulator/" title={t('phones.title')} />
    </section>
  )
}
