import type { ColumnUse, Imported, ImportPreview } from '@kurenda/contract'
import { Autocomplete, Button } from '@mantine/core'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { groupsQuery } from '../../compose/queries.ts'
import { Failed } from '../../failed.tsx'
import { Loading } from '../../loading.tsx'
import { useRefreshPeople } from '../save.ts'
import { FileLine } from './file-line.tsx'
import css from './import.module.css'
import { Mapping } from './mapping.tsx'
import { PreviewRows } from './preview-rows.tsx'
import { Progress } from './progress.tsx'
import { Report } from './report.tsx'
import { beginningOf, upload } from './upload.ts'

/** A list of people: what its columns are, what it would make, how far it is, what it made. */
export function ReadPeople({ file, onAgain }: { file: File; onAgain: () => void }) {
  const { t } = useTranslation()
  const refresh = useRefreshPeople()
  const groups = useQuery(groupsQuery).data?.items ?? []
  const [group, setGroup] = useState(() => file.name.replace(/\.\w+$/, '').slice(0, 200))
  const [chosen, setChosen] = useState<ColumnUse[]>()
  const [tried, setTried] = useState(false)
  const [share, setShare] = useState(0)
  const stop = useRef<AbortController>(undefined)
  const preview = useQuery({
    queryKey: ['import-preview', file.name, file.size, file.lastModified, chosen],
    queryFn: () =>
      upload<ImportPreview>(
        `/contacts/import/preview${chosen ? `?mapping=${encodeURIComponent(JSON.stringify(chosen))}` : ''}`,
        beginningOf(file),
      ),
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  const mapping = chosen ?? preview.data?.mapping
  const read = useMutation({
    mutationFn: () => {
      stop.current = new AbortController()
      const query = new URLSearchParams({ group: group.trim(), mapping: JSON.stringify(mapping) })
      return upload<Imported>(`/contacts/import?${query.toString()}`, file, {
        onProgress: setShare,
        signal: stop.current.signal,
      })
    },
    onSettled: refresh,
  })
  const heading = useRef<HTMLHeadingElement>(null)
  const step = read.data ? 'report' : read.isPending ? 'progress' : 'look'
  // Whoever reads by ear is taken along to each step.
  useEffect(() => heading.current?.focus(), [step])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (group.trim() && mapping?.some(({ as }) => as === 'phone')) read.mutate()
  }
  if (read.data) return <Report heading={heading} imported={read.data} onAgain={onAgain} />
  if (read.isPending)
    return <Progress heading={heading} file={file} share={share} onStop={() => stop.current?.abort()} />
  return (
    <form className={css['look']} noValidate onSubmit={submit}>
      <FileLine file={file} onAgain={onAgain} />
      {preview.isPending && <Loading rows={6} />}
      {preview.error && <Failed error={preview.error} retry={() => void preview.refetch()} />}
      {preview.data && mapping && (
        <>
          <section>
            <h2 className="head" ref={heading} tabIndex={-1}>
              {t('imports.columns')}
            </h2>
            <Mapping preview={preview.data} mapping={mapping} onChange={setChosen} />
            {!mapping.some(({ as }) => as === 'phone') && <Failed error={new Error(t('imports.missingPhone'))} />}
          </section>
          <section>
            <h2 className="head">{t('imports.preview')}</h2>
            <PreviewRows preview={preview.data} mapping={mapping} />
          </section>
          <section className={css['end']}>
            <Autocomplete
              label={t('imports.group')}
              description={t('imports.groupText')}
              maxLength={200}
              data={[...new Set(groups.map(({ name }) => name))]}
              value={group}
              onChange={setGroup}
              error={tried && !group.trim() && t('imports.missingGroup')}
            />
            {read.error && <Failed error={read.error} />}
            <div>
              <Button variant="filled" type="submit">
                {t('imports.read')}
              </Button>
            </div>
          </section>
        </>
      )}
    </form>
  )
}
