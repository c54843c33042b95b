import { Page, PageHead } from '@kurenda/ui'
import { SegmentedControl } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../me.ts'
import { useTitle } from '../../title.ts'
import { ChooseFile } from './choose-file.tsx'
import css from './import.module.css'
import { ReadOptOuts } from './read-opt-outs.tsx'
import { ReadPeople } from './read-people.tsx'

/** A list is read: of people, or of numbers that want no more messages. */
export function ImportPeople() {
  const { t } = useTranslation()
  const may = useMay()
  useTitle(t('imports.title'))
  const { kind } = useSearch({ from: '/people/import' })
  const navigate = useNavigate()
  const [file, setFile] = useState<File>()
  const again = () => setFile(undefined)
  return (
    <Page>
      <PageHead
        crumb={<Link to="/people">{t('nav.people')}</Link>}
        title={t('imports.title')}
        note={t(kind === 'opt-outs' ? 'imports.optOutsNote' : 'imports.note')}
      />
      {!file && may('contacts:import') && (
        <div className={css['start']}>
          <SegmentedControl
            aria-label={t('imports.kind')}
            value={kind ?? 'people'}
            onChange={(next) =>
              void navigate({
                to: '/people/import',
                search: next === 'opt-outs' ? { kind: 'opt-outs' } : {},
                replace: true,
              })
            }
            data={[
              { value: 'people', label: t('imports.people') },
              { value: 'opt-outs', label: t('imports.optOuts') },
            ]}
          />
          <ChooseFile onChoose={setFile} />
        </div>
      )}
      {file && kind === 'opt-outs' && <ReadOptOuts file={file} onAgain={again} />}
      {file && kind !== 'opt-outs' && <ReadPeople file={file} onAgain={again} />}
    </Page>
  )
}
