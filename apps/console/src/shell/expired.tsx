import type { Me } from '@kurenda/contract'
import { Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { SignInForm } from '../sign-in.tsx'
import css from './expired.module.css'

/** The session ended: sign in over the page, so that nothing that was written is lost. */
export function Expired({ me }: { me: Me }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const goOn = async () => {
    const now = await api<Me>('/me')
    // The page belongs to one person in one office.
    if (now.staffId !== me.staffId || now.organization.id !== me.organization.id) location.reload()
    else await client.invalidateQueries()
  }
  return (
    <Modal
      opened
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      onClose={() => undefined}
      title={t('expired.title')}
    >
      <div className={css['expired']}>
        <p>{t('expired.text')}</p>
        <SignInForm email={me.user.email} onDone={() => void goOn()} />
      </div>
    </Modal>
  )
}
