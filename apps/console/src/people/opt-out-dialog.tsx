import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatPhone } from '../format.ts'
import { useToast } from '../toasts.tsx'
import css from './form.module.css'
import { useRefreshPeople } from './save.ts'
import { useMutation } from '@tanstack/react-query'

const shortest = 3

/** Records that an address wants no more messages, or (`withdraws`) wants them again, and how the person said so. */
export function OptOutDialog(props: { address?: string; withdraws?: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const say = useToast()
  const refresh = useRefreshPeople()
  const { withdraws = false } = props
  const [address, setAddress] = useState(props.address ?? '')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: () => api(withdraws ? '/opt-outs/withdraw' : '/opt-outs', { address, reason }),
    onSuccess: async () => {
      say(t(withdraws ? 'optOut.withdrawn' : 'optOut.recorded', { address: formatPhone(address) }))
      props.onClose()
      await refresh()
    },
  })
  const missesReason = reason.trim().length < shortest
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!missesReason && address.trim()) save.mutate()
  }
  const isAddressWrong = isProblem(save.error, 'address-invalid')
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t(withdraws ? 'optOut.withdrawTitle' : 'optOut.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form className={css['form']} noValidate onSubmit={submit}>
        <p>{t(withdraws ? 'optOut.withdrawText' : 'optOut.text')}</p>
        {props.address === undefined ? (
          <TextInput
            label={t('optOut.address')}
            data-autofocus
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            error={isAddressWrong ? save.error?.message : tried && !address.trim() && t('optOut.missingAddress')}
          />
        ) : (
          <p className="num strong">{formatPhone(props.address)}</p>
        )}
        <Textarea
          label={t('optOut.reason')}
          description={t('optOut.reasonText')}
          {...(props.address !== undefined && { 'data-autofocus': true })}
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && missesReason && t('optOut.missingReason')}
        />
        {save.error && !isAddressWrong && <Failed error={save.error} />}
        <div className={css['end']}>
          <Button variant="filled" type="submit" loading={save.isPending}>
            {t(withdraws ? 'person.withdraw' : 'person.optOut')}
          </Button>
          <Button onClick={props.onClose}>{t('people.cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
