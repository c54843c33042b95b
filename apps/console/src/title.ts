import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

/** What the browser's tab says. */
export function useTitle(page: string): void {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = t('app.title', { page })
  }, [t, page])
}
