import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import css from './toasts.module.css'

interface Act {
  label: string
  run: () => void
}
const Say = createContext<(text: string, act?: Act) => void>(() => undefined)

/** Says in passing that something was done, and may offer what takes it back; readers of the screen hear it too. */
export const useToast = () => use(Say)

const shownMs = 8000

export function Toasts({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const [toast, setToast] = useState<{ text: string; act?: Act | undefined }>()
  useEffect(() => {
    if (!toast) return
    const timer = setTimeout(() => setToast(undefined), shownMs)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <Say value={(text, act) => setToast({ text, act })}>
      {children}
      <div className={css['toasts']}>
        <div role="status">{toast && <p>{toast.text}</p>}</div>
        {toast?.act && (
          <Button
            variant="subtle"
            onClick={() => {
              toast.act?.run()
              setToast(undefined)
            }}
          >
            {toast.act.label}
          </Button>
        )}
        {toast && (
          <ActionIcon aria-label={t('app.close')} onClick={() => setToast(undefined)}>
            <IconX size={18} aria-hidden="true" />
          </ActionIcon>
        )}
      </div>
    </Say>
  )
}
