import { Loading as Shown } from '@kurenda/ui'
import { useTranslation } from 'react-i18next'

/** The shape of what is on its way. */
export function Loading({ rows = 4 }: { rows?: number }) {
  const { t } = useTranslation()
  return <Shown said={t('app.loading')} rows={rows} />
}
