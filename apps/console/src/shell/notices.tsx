import type { ChannelList } from '@kurenda/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import css from './shell.module.css'

/** What everybody must know on every page: the server is away, or a channel is. */
export function Notices({ connected }: { connected: boolean }) {
  const { t } = useTranslation()
  const channels = useQuery({ queryKey: ['channels'], queryFn: () => api<ChannelList>('/channels') })
  return (
    <div role="status" className={css['notices']}>
      {!connected && <p>{t('app.reconnecting')}</p>}
      {channels.data?.items.map(
        ({ id, name, enabled, status }) =>
          enabled && status.is === 'down' && <p key={id}>{t('channel.down', { name, reason: status.reason })}</p>,
      )}
    </div>
  )
}
