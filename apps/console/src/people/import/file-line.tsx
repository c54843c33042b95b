import { Button } from '@mantine/core'
import { FileSpreadsheetIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatBytes } from './format-bytes.ts'
import css from './import.module.css'

/** The file that is looked at, and the way to another. */
export function FileLine({ file, onAgain }: { file: File; onAgain: () => void }) {
  const { t } = useTranslation()
  return (
    <p className={css['file']}>
      <FileSpreadsheetIcon size={20} aria-hidden="true" />
      <b>{file.name}</b> <span className="muted num">{formatBytes(file.size)}</span>
      <Button variant="subtle" onClick={onAgain}>
        {t('imports.other')}
      </Button>
    </p>
  )
}
