import { useTranslation } from 'react-i18next'

/** An error with a way out. */
export function Failed({ error, retry }: { error: Error; retry?: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="error" role="alert">
      <p>{error.message || t('app.failed')}</p>
      {retry && <button onClick={retry}>{t('app.retry')}</button>}
    </div>
  )
}
