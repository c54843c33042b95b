import { Button, Modal } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import form from '../../people/form.module.css'

/** Asks whoever goes away from what is not saved. */
export function Leaving({ loses }: { loses: () => boolean }) {
  const { t } = useTranslation()
  const blocker = useBlocker({ shouldBlockFn: loses, enableBeforeUnload: loses, withResolver: true })
  if (blocker.status !== 'blocked') return null
  return (
    <Modal
      opened
      onClose={blocker.reset}
      title={t('surveys.leave.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <div className={form['form']}>
        <p>{t('surveys.leave.text')}</p>
        <div className={form['end']}>
          <Button data-autofocus variant="filled" onClick={blocker.reset}>
            {t('surveys.leave.stay')}
          </Button>
          <Button onClick={blocker.proceed}>{t('surveys.leave.go')}</Button>
        </div>
      </div>
    </Modal>
  )
}
