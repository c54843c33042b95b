import type { ImportUndone } from '@kurenda/contract'
import { Button } from '@mantine/core'
import { Undo2Icon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { Confirm } from '../confirm.tsx'
import { useSave } from '../save.ts'
import css from './import.module.css'

/** Takes a list back: whom it brought goes to trash, unless somebody worked with them since. */
export function UndoImport({ id, label }: { id: number; label?: string }) {
  const { t } = useTranslation()
  const [asks, setAsks] = useState(false)
  const undo = useSave(
    () => api<ImportUndone>(`/imports/${id}/undo`, {}),
    () => setAsks(false),
  )
  if (undo.data)
    return (
      <p role="status" className={css['undone']}>
        {t('imports.undone', { count: undo.data.trashed })}
        {undo.data.kept > 0 && ` ${t('imports.kept', { count: undo.data.kept })}`}
      </p>
    )
  return (
    <>
      <Button
        variant="subtle"
        {...(label !== undefined && { 'aria-label': label })}
        leftSection={<Undo2Icon size={18} aria-hidden="true" />}
        onClick={() => setAsks(true)}
      >
        {t('imports.undo')}
      </Button>
      {asks && (
        <Confirm
          title={t('imports.undoTitle')}
          yes={t('imports.undo')}
          busy={undo.isPending}
          onYes={() => undo.mutate(undefined)}
          onClose={() => setAsks(false)}
        >
          <p>{t('imports.undoText')}</p>
        </Confirm>
      )}
    </>
  )
}
