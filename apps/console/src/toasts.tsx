import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import css from './toasts.module.css'

const Say = createContext<(text: string) => void>(() => undefined)

/** Says in passing that something was done; readers of the screen hear it too. */
export const useToast = () => use(Say)

const shownMs = 8000

export function Toasts({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const [toast, setToast] = useState<{ text: string }>()
  useEffect(() => {
    if (!toast) return
    const timer = setTimeout(() => setToast(undefined), shownMs)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <Say value={(text) => setToast({ text })}>
      {children}
      <div className={css['toasts']}>
        <div role="status">{toast && <p>{toast.text}</p>}</div>
        {toast && (
          <ActionIcon aria-label={t('app.close')} onClick={() => setToast(undefined)}>
            <IconX size={18} aria-hidden="true" />
          </ActionIcon>
        )}
      </div>
    </Say>
  )
}
