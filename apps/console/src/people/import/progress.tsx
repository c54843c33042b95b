import { Button, Progress as Bar } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { formatShare } from '../../format.ts'
import { useMe } from '../../me.ts'
import { runningImportQuery } from '../queries.ts'
import css from './import.module.css'

const askMs = 1000

/** How much of the file the server has read, and whom it has found there. */
export function Progress(props: {
  heading: RefObject<HTMLHeadingElement | null>
  file: File
  share: number
  onStop: () => void
}) {
  const { t } = useTranslation()
  const me = useMe()
  const running = useQuery({ ...runningImportQuery(me.user.name), refetchInterval: askMs }).data
  return (
    <section className={css['look']}>
      <h2 className="head" ref={props.heading} tabIndex={-1}>
        {t('imports.reading', { name: props.file.name })}
      </h2>
      <Bar.Root size="lg" radius="sm">
        <Bar.Section value={props.share * 100} aria-label={t('imports.share')} />
      </Bar.Root>
      <p className="num">
        {formatShare(props.share)}
        {running && ` · ${t('imports.soFar', { count: running.imported + running.duplicates })}`}
      </p>
      <p className="muted">{t('imports.stay')}</p>
      <div>
        <Button onClick={props.onStop}>{t('imports.stop')}</Button>
      </div>
    </section>
  )
}
