import type { Preview } from '@kurenda/contract'
import { Phone } from '@kurenda/ui'
import { ActionIcon, Button } from '@mantine/core'
import { ChevronLeftIcon, ChevronRightIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatNumber, formatPhone } from '../format.ts'
import css from './compose.module.css'
import type { Which } from './queries.ts'

/** A phone with a real person's text: one after the other, or the longest, which is the dearest. */
export function PersonPane(props: {
  preview: Preview | undefined
  text: string
  sender: string
  canAnswer: boolean
  onWhich: (which: Which) => void
}) {
  const { t } = useTranslation()
  const { preview, onWhich } = props
  const name = preview?.fields['imię i nazwisko']
  return (
    <>
      {preview ? (
        <div className={css['turn']}>
          <ActionIcon
            variant="default"
            aria-label={t('compose.previous')}
            disabled={preview.position === 0}
            onClick={() => onWhich(preview.position - 1)}
          >
            <ChevronLeftIcon size={20} aria-hidden="true" />
          </ActionIcon>
          <p aria-live="polite">
            <b className="strong">{name || formatPhone(preview.to)}</b>
            <span className="xs muted num">
              {t('compose.place', { at: formatNumber(preview.position + 1), of: formatNumber(preview.of) })}
            </span>
          </p>
          <ActionIcon
            variant="default"
            aria-label={t('compose.next')}
            disabled={preview.position + 1 >= preview.of}
            onClick={() => onWhich(preview.position + 1)}
          >
            <ChevronRightIcon size={20} aria-hidden="true" />
          </ActionIcon>
        </div>
      ) : (
        <p className={`muted ${css['hint']}`}>{t('compose.previewEmpty')}</p>
      )}
      <Phone
        sender={formatPhone(props.sender)}
        kind={t('compose.sms')}
        text={preview?.text ?? props.text}
        foot={t(props.canAnswer ? 'compose.canAnswer' : 'compose.cannotAnswer')}
      />
      {preview && preview.of > 1 && (
        <div className={css['also']}>
          <p className="muted xs">{t('compose.also')}</p>
          <Button variant="subtle" onClick={() => onWhich('longest')}>
            {t('compose.longest')}
          </Button>
        </div>
      )}
    </>
  )
}
