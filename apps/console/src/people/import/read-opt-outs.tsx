import type { OptOutsImported } from '@kurenda/contract'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../../failed.tsx'
import { LinkButton } from '../../link-button.tsx'
import { useRefreshPeople } from '../save.ts'
import { FileLine } from './file-line.tsx'
import css from './import.module.css'
import { Progress } from './progress.tsx'
import { Rejected } from './report.tsx'
import { upload } from './upload.ts'

/** A list of numbers that want no more messages. Its column of numbers is told by its name. */
export function ReadOptOuts({ file, onAgain }: { file: File; onAgain: () => void }) {
  const { t } = useTranslation()
  const refresh = useRefreshPeople()
  const [share, setShare] = useState(0)
  const stop = useRef<AbortController>(undefined)
  const heading = useRef<HTMLHeadingElement>(null)
  const read = useMutation({
    mutationFn: () => {
      stop.current = new AbortController()
      return upload<OptOutsImported>('/opt-outs/import', file, { onProgress: setShare, signal: stop.current.signal })
    },
    onSettled: refresh,
  })
  const step = read.data ? 'report' : read.isPending ? 'progress' : 'look'
  useEffect(() => heading.current?.focus(), [step])
  if (read.isPending)
    return <Progress heading={heading} file={file} share={share} onStop={() => stop.current?.abort()} />
  if (read.data)
    return (
      <section className={css['look']}>
        <h2 className="title" ref={heading} tabIndex={-1}>
          {t('imports.stoppedCount', { count: read.data.stopped })}
        </h2>
        {read.data.already > 0 && <p className="muted">{t('imports.already', { count: read.data.already })}</p>}
        <Rejected id={read.data.import} rejected={read.data.rejected} count={read.data.rejectedCount} />
        <div className={css['acts']}>
          <LinkButton to="/people/opt-outs" variant="filled">
            {t('imports.seeOptOuts')}
          </LinkButton>
          <Button onClick={onAgain}>{t('imports.another')}</Button>
        </div>
      </section>
    )
  return (
    <section className={css['look']}>
      <FileLine file={file} onAgain={onAgain} />
      <h2 className="head" ref={heading} tabIndex={-1}>
        {t('imports.optOutsSure')}
      </h2>
      <p>{t('imports.optOutsText')}</p>
      {read.error && <Failed error={read.error} />}
      <div>
        <Button variant="filled" onClick={() => read.mutate()}>
          {t('imports.stopNumbers')}
        </Button>
      </div>
    </section>
  )
}
