import type { Imported } from '@kurenda/contract'
import { Button } from '@mantine/core'
import { DownloadIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { groupsQuery } from '../../compose/queries.ts'
import { LinkButton } from '../../link-button.tsx'
import css from './import.module.css'
import { reasonWords } from './reasons.ts'
import { UndoImport } from './undo-import.tsx'

const shownLines = 20

/** What the list brought, what was refused and why, and the way back. */
export function Report(props: {
  heading: RefObject<HTMLHeadingElement | null>
  imported: Imported
  onAgain: () => void
}) {
  const { t } = useTranslation()
  const { imported } = props
  const group = useQuery(groupsQuery).data?.items.find(({ name }) => name === imported.group)
  return (
    <section className={css['look']}>
      <h2 className="title" ref={props.heading} tabIndex={-1}>
        {t('imports.done', { count: imported.imported })}
      </h2>
      <p>{t('imports.doneText', { group: imported.group })}</p>
      {imported.duplicates > 0 && <p className="muted">{t('imports.duplicates', { count: imported.duplicates })}</p>}
      <Rejected id={imported.import} rejected={imported.rejected} count={imported.rejectedCount} />
      <div className={css['acts']}>
        {group && (
          <LinkButton to="/people" search={{ group: group.id }} variant="filled">
            {t('imports.seePeople')}
          </LinkButton>
        )}
        <Button onClick={props.onAgain}>{t('imports.another')}</Button>
        <UndoImport id={imported.import} />
      </div>
    </section>
  )
}

/** Lines that were refused; all that were kept can be downloaded, mended and read again. */
export function Rejected(props: { id: number; rejected: Imported['rejected']; count: number }) {
  const { t } = useTranslation()
  if (props.count === 0) return <p>{t('imports.noneRefused')}</p>
  return (
    <section className={css['refused']}>
      <h3 className="head">{t('imports.refused', { count: props.count })}</h3>
      <ul className="rows">
        {props.rejected.slice(0, shownLines).map(({ line, reason }) => (
          <li key={line}>
            <span className="num muted">{t('imports.lineNumber', { line })}</span> {reasonWords(reason, t)}
          </li>
        ))}
      </ul>
      {props.count > shownLines && <p className="muted">{t('imports.moreRefused')}</p>}
      <DownloadRejected id={props.id} />
    </section>
  )
}

export function DownloadRejected({ id, label }: { id: number; label?: string }) {
  const { t } = useTranslation()
  return (
    <Button
      component="a"
      href={`/console-api/imports/${id}/rejected`}
      download
      variant={label === undefined ? 'default' : 'subtle'}
      {...(label !== undefined && { 'aria-label': label })}
      leftSection={<DownloadIcon size={18} aria-hidden="true" />}
    >
      {t('imports.download')}
    </Button>
  )
}
