import type { ImportRecord } from '@kurenda/contract'
import { Empty, Page } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { UploadIcon } from 'lucide-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Failed } from '../../failed.tsx'
import { formatTime } from '../../format.ts'
import { LinkButton } from '../../link-button.tsx'
import { Loading } from '../../loading.tsx'
import { useMay } from '../../me.ts'
import { useTitle } from '../../title.ts'
import list from '../lines.module.css'
import { importsQuery } from '../queries.ts'
import { PeopleHead } from '../tabs.tsx'
import { DownloadRejected } from './report.tsx'
import { UndoImport } from './undo-import.tsx'

/** Lists that were read: what each brought, and the way back. */
export function Imports() {
  const { t } = useTranslation()
  const may = useMay()
  useTitle(t('people.imports'))
  const imports = useInfiniteQuery(importsQuery)
  const items = imports.data?.pages.flatMap((page) => page.items) ?? []
  const add = may('contacts:import') && (
    <LinkButton to="/people/import" leftSection={<UploadIcon size={18} aria-hidden="true" />}>
      {t('people.import')}
    </LinkButton>
  )
  return (
    <Page>
      <PeopleHead title={t('people.imports')} note={t('imports.listNote')} actions={items.length > 0 && add} />
      {imports.isPending && <Loading rows={6} />}
      {imports.error && <Failed error={imports.error} retry={() => void imports.refetch()} />}
      {imports.isSuccess && items.length === 0 && (
        <Empty title={t('imports.empty')} action={add}>
          {t('imports.emptyText')}
        </Empty>
      )}
      <ul className={`rows ${list['lines']}`}>
        {items.map((one) => (
          <Row key={one.id} record={one} />
        ))}
      </ul>
      {imports.hasNextPage && (
        <Button
          className={list['more'] ?? ''}
          loading={imports.isFetchingNextPage}
          onClick={() => void imports.fetchNextPage()}
        >
          {t('app.more')}
        </Button>
      )}
    </Page>
  )
}

function Row({ record }: { record: ImportRecord }) {
  const { t } = useTranslation()
  const may = useMay()
  const { kind, state } = record
  const when = formatTime(record.startedAt)
  const name = kind === 'opt_outs' ? t('imports.optOuts') : (record.group ?? t('imports.people'))
  return (
    <li>
      <div>
        <h2>
          {name} {state !== 'finished' && <span className="tag attn">{t(`imports.state.${state}`)}</span>}
        </h2>
        <p className="muted num">
          {[
            when,
            record.by,
            t(kind === 'opt_outs' ? 'imports.stoppedShort' : 'imports.broughtShort', { count: record.imported }),
            record.duplicates > 0 && t('imports.duplicatesShort', { count: record.duplicates }),
            record.rejected > 0 && t('imports.refusedShort', { count: record.rejected }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <div className={list['acts']}>
        {record.rejected > 0 && <DownloadRejected id={record.id} label={t('imports.downloadOf', { name, when })} />}
        {may('contacts:import') && kind === 'contacts' && (state === 'finished' || state === 'failed') && (
          <UndoImport id={record.id} label={t('imports.undoOf', { name, when })} />
        )}
      </div>
    </li>
  )
}
