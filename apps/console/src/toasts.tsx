import { ActionIcon, Button } from '@mantine/core'
import { Undo2Icon, XIcon } from 'lucide-react'
import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import css from './toasts.module.css'

interface Toast {
  text: string
  undo?: (() => void) | undefined
}

const Say = createContext<(text: string, undo?: () => void) => void>(() => undefined)

/** Says in passing that something was done, and lets it be taken back; readers of the screen hear it too. */
export const useToast = () => use(Say)

const shownMs = 8000
/** For so long what was done can be taken back. */
export const undoMs = 30_000

export function Toasts({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const [toast, setToast] = useState<Toast>()
  useEffect(() => {
    if (!toast) return
    const timer = setTimeout(() => setToast(undefined), toast.undo ? undoMs : shownMs)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <Say value={(text, undo) => setToast({ text, undo })}>
      {children}
      <div className={css['toasts']}>
        <div role="status">{toast && <p>{toast.text}</p>}</div>
        {toast?.undo && (
          <Button
            leftSection={<Undo2Icon size={18} aria-hidden="true" />}
            onClick={() => {
              setToast(undefined)
              toast.undo?.()
            }}
          >
            {t('app.undo')}
          </Button>
        )}
        {toast && (
          <ActionIcon aria-label={t('app.close')} onClick={() => setToast(undefined)}>
            <XIcon size={18} aria-hidden="true" />
          </ActionIcon>
        )}
      </div>
    </Say>
  )
}
