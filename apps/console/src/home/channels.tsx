import type { Channel } from '@kurenda/contract'
import { TriangleAlertIcon, CheckIcon, MessageSquareTextIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { channelsQuery } from '../compose/queries.ts'
import { Failed } from '../failed.tsx'
import { formatPhone } from '../format.ts'
import css from './home.module.css'

/** How each way to residents stands. */
export function Channels() {
  const { t } = useTranslation()
  const channels = useQuery(channelsQuery)
  return (
    <section aria-labelledby="channels">
      <h2 className="head" id="channels">
        {t('home.channels')}
      </h2>
      {channels.error && <Failed error={channels.error} retry={() => void channels.refetch()} />}
      {channels.data?.items.length === 0 && <p className="muted">{t('home.noChannel')}</p>}
      <ul className={`rows ${css['channels']}`}>
        {channels.data?.items.map((channel) => {
          const isFine = channel.enabled && channel.status.is === 'up' && channel.status.limited === undefined
          return (
            <li key={channel.id}>
              <MessageSquareTextIcon size={20} aria-hidden="true" />
              <div>
                {channel.name} <span className="muted num">{formatPhone(channel.sender)}</span>
              </div>
              <span data-attn={channel.enabled && !isFine && channel.status.is !== 'connecting'}>
                {isFine ? (
                  <CheckIcon size={20} aria-hidden="true" />
                ) : (
                  <TriangleAlertIcon size={20} aria-hidden="true" />
                )}
                {wordOf(channel, t)}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function wordOf({ enabled, status }: Channel, t: TFunction): string {
  if (!enabled) return t('home.off')
  if (status.is === 'down') return t('home.down', { reason: status.reason })
  if (status.is === 'connecting') return t('home.connecting')
  return status.limited === undefined ? t('home.up') : t('home.limited', { reason: status.limited })
}
