import { Button } from '@mantine/core'
import { ExternalLinkIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import css from './phones.module.css'
import { useTitle } from './title.ts'

/** The simulator's own page. */
export function Phones() {
  const { t } = useTranslation()
  useTitle(t('phones.title'))
  return (
    <section className={css['phones']}>
      <header>
        <h1 className="heard">{t('phones.title')}</h1>
        <p className="muted">{t('phones.lead')}</p>
        <Button
          component="a"
          href="/simulator/"
          target="_blank"
          rel="noreferrer"
          leftSection={<ExternalLinkIcon size={18} aria-hidden="true" />}
        >
          {t('phones.open')}
        </Button>
      </header>
      <iframe src="/simulator/" title={t('phones.title')} />
    </section>
  )
}
