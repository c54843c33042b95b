import { useTranslation } from 'react-i18next'

/** An error with a way out. */
export function Failed({ error, retry }: { error: Error; retry?: () => void }) {
  const { t } = useTranslation()
  return (
    <p className="error" role="alert">
      {error.message || t('app.failed')} {retry && <button onClick={retry}>{t('app.retry')}</button>}
    </p>
  )
}
