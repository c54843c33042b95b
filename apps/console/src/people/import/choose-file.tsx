import { Button } from '@mantine/core'
import { FileSpreadsheetIcon } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import css from './import.module.css'

const kinds = '.csv,.txt,.xlsx,text/csv'

/** A file from the disk, or dropped here. */
export function ChooseFile({ onChoose }: { onChoose: (file: File) => void }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onChoose(file)
  }
  return (
    <div
      className={css['drop']}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <FileSpreadsheetIcon size={32} strokeWidth={1.5} aria-hidden="true" />
      <p>{t('imports.drop')}</p>
      <input
        ref={input}
        type="file"
        accept={kinds}
        className="heard"
        tabIndex={-1}
        aria-label={t('imports.choose')}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          // The same file can be chosen again after it was mended.
          event.currentTarget.value = ''
          if (file) onChoose(file)
        }}
      />
      <Button variant="filled" onClick={() => input.current?.click()}>
        {t('imports.choose')}
      </Button>
      <p className="xs muted">{t('imports.kinds')}</p>
    </div>
  )
}
