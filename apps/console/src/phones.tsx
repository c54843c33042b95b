import { useTranslation } from 'react-i18next'

/** The simulator's own page. */
export function Phones() {
  const { t } = useTranslation()
  return (
    <section className="phones">
      <iframe src="/simulator/" title={t('phones.title')} />
    </section>
  )
}
