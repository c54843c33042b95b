import { Button, CopyButton } from '@mantine/core'
import { CheckIcon, CopyIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import css from './settings.module.css'

/** What is told once: a link or a key to be copied. Null: it went by e-mail. */
export function OneTimeLink({ link, text, onDone }: { link: string | null; text: string; onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={css['secret']}>
      <p>{text}</p>
      {link === null ? (
        <p className="muted">{t('settings.mailed')}</p>
      ) : (
        <>
          <p className="muted">{t('settings.once')}</p>
          <code>{link}</code>
        </>
      )}
      <div className={css['save']}>
        {link !== null && (
          <CopyButton value={link}>
            {({ copied, copy }) => (
              <Button
                variant="filled"
                data-autofocus
                leftSection={
                  copied ? <CheckIcon size={18} aria-hidden="true" /> : <CopyIcon size={18} aria-hidden="true" />
                }
                onClick={copy}
              >
                {t(copied ? 'settings.copied' : 'settings.copy')}
              </Button>
            )}
          </CopyButton>
        )}
        <Button onClick={onDone}>{t('app.close')}</Button>
      </div>
    </div>
  )
}
