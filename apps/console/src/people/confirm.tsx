import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import css from './form.module.css'

/** Asks before something that cannot be taken back, and says how much it concerns. The focus begins on the way out. */
export function Confirm(props: {
  title: string
  children: ReactNode
  yes: string
  busy: boolean
  onYes: () => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Modal opened onClose={props.onClose} title={props.title} closeButtonProps={{ 'aria-label': t('app.close') }}>
      <div className={css['form']}>
        {props.children}
        <div className={css['end']}>
          <Button variant="filled" loading={props.busy} onClick={props.onYes}>
            {props.yes}
          </Button>
          <Button data-autofocus onClick={props.onClose}>
            {t('people.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
