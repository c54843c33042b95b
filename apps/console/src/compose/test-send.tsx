import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { useToast } from '../toasts.tsx'
import css from './compose.module.css'
import type { Saved } from './use-draft.ts'

const kept = 'own-phone'

/** The text to one's own phone, marked as a test. The number is kept in this browser alone. */
export function TestSend({ flush, position }: { flush: () => Promise<Saved>; position: number }) {
  const { t } = useTranslation()
  const say = useToast()
  const [opened, setOpened] = useState(false)
  const [number, setNumber] = useState(() => localStorage.getItem(kept) ?? '')
  const send = useMutation({
    mutationFn: async () => {
      const { id } = await flush()
      await api(`/broadcasts/${id}/test`, { numbers: [number], position })
    },
    onSuccess: () => {
      localStorage.setItem(kept, number)
      say(t('compose.tested', { number }))
      setOpened(false)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate()
  }
  return (
    <>
      <Button onClick={() => setOpened(true)}>{t('compose.test')}</Button>
      {opened && (
        <Modal
          opened
          onClose={() => setOpened(false)}
          title={t('compose.test')}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <form onSubmit={submit} className={css['test']}>
            <p>{t('compose.testText')}</p>
            <TextInput
              label={t('compose.ownPhone')}
              type="tel"
              autoComplete="tel"
              required
              withAsterisk={false}
              data-autofocus
              value={number}
              onChange={(event) => setNumber(event.currentTarget.value)}
            />
            {send.error && <Failed error={send.error} />}
            <Button type="submit" variant="filled" loading={send.isPending}>
              {t('compose.testSend')}
            </Button>
          </form>
        </Modal>
      )}
    </>
  )
}
