import { Failed as Shown } from '@kurenda/ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** An error of the server with a way out. */
export function Failed({ error, retry, children }: { error: Error; retry?: () => void; children?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Shown text={error.message || t('app.failed')} {...(retry && { retry: t('app.retry'), onRetry: retry })}>
      {children}
    </Shown>
  )
}
