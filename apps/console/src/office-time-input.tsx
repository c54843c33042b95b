import { TextInput, type TextInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { officeZone } from './office-time.ts'

type Props = Omit<TextInputProps, 'type' | 'value' | 'onChange'> & { value: string; onChange: (wall: string) => void }

/** A day and an hour by the office's clock; whoever sits in another zone is told which. */
export function OfficeTimeInput({ onChange, ...props }: Props) {
  const { t } = useTranslation()
  const zone = officeZone()
  const isElsewhere = zone !== undefined && zone !== Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <TextInput
      {...props}
      type="datetime-local"
      description={isElsewhere ? t('app.officeTime', { zone }) : props.description}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
