import { Button, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chime } from './chime.ts'
import { isSoundOn, setSound } from './sound.ts'
import css from './inbox.module.css'

const permission = () => (typeof Notification === 'undefined' ? 'denied' : Notification.permission)

/** How one hears of new texts while looking elsewhere: a quiet sound, and the browser's notices once they were allowed. */
export function AlertSettings() {
  const { t } = useTranslation()
  const [sound, setOn] = useState(isSoundOn)
  const [allowed, setAllowed] = useState(permission)
  const toggle = (on: boolean) => {
    setSound(on)
    setOn(on)
    if (on) chime()
  }
  return (
    <div className={css['alerts']}>
      <Switch
        size="sm"
        label={t('inbox.sound')}
        checked={sound}
        onChange={(event) => toggle(event.currentTarget.checked)}
      />
      {allowed === 'default' && (
        <Button variant="subtle" onClick={() => void Notification.requestPermission().then(setAllowed)}>
          {t('inbox.notify')}
        </Button>
      )}
    </div>
  )
}
