import type { Channel, ChannelTest } from '@kurenda/contract'
import { Empty } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { channelsQuery } from '../compose/queries.ts'
import { Failed } from '../failed.tsx'
import { formatMoney, formatPhone } from '../format.ts'
import { LinkButton } from '../link-button.tsx'
import { Loading } from '../loading.tsx'
import { useMay } from '../me.ts'
import { ChannelForm } from './channel-form.tsx'
import { Frame } from './frame.tsx'
import css from './settings.module.css'

/** The ways to residents: how each stands, its test, its settings, and what is said there. */
export function ChannelSettingsPage() {
  const { t } = useTranslation()
  const may = useMay()
  const [form, setForm] = useState<Channel | 'new'>()
  const channels = useQuery(channelsQuery)
  const manages = may('channels:manage')
  return (
    <Frame
      section="channels"
      actions={
        manages && (
          <Button variant="filled" onClick={() => setForm('new')}>
            {t('settings.addChannel')}
          </Button>
        )
      }
    >
      {channels.isPending && <Loading />}
      {channels.error && <Failed error={channels.error} retry={() => void channels.refetch()} />}
      {channels.data?.items.length === 0 && (
        <Empty title={t('settings.noChannels')}>{t('settings.noChannelsText')}</Empty>
      )}
      <ul className={`rows ${css['list']}`} aria-label={t('settings.channels')}>
        {channels.data?.items.map((channel) => (
          <Row key={channel.id} channel={channel} manages={manages} onChange={() => setForm(channel)} />
        ))}
      </ul>
      {form && <ChannelForm {...(form !== 'new' && { channel: form })} onClose={() => setForm(undefined)} />}
    </Frame>
  )
}

function Row({ channel, manages, onChange }: { channel: Channel; manages: boolean; onChange: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { id, name, sender, answerable, pricePerPart, currency } = channel
  const test = useMutation({
    mutationFn: () => api<ChannelTest>(`/channels/${id}/test`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }),
  })
  return (
    <li>
      <div>
        <b>{name}</b> <span className="muted num">{formatPhone(sender)}</span>
        <p className="muted">
          {t('settings.perPart', { price: formatMoney({ amount: pricePerPart, currency }) })} ·{' '}
          {t(answerable ? 'settings.answerable' : 'settings.notAnswerable')}
        </p>
        <p role="status">
          {test.isPending ? t('settings.testing') : <Standing channel={channel} tested={test.isSuccess} />}
        </p>
        {test.error && <Failed error={test.error} />}
      </div>
      <div className={css['acts']}>
        {manages && (
          <Button loading={test.isPending} aria-label={`${t('settings.test')}: ${name}`} onClick={() => test.mutate()}>
            {t('settings.test')}
          </Button>
        )}
        <LinkButton
          to="/settings/channels/$id"
          params={{ id: String(id) }}
          aria-label={`${t('settings.trace')}: ${name}`}
        >
          {t('settings.trace')}
        </LinkButton>
        {manages && (
          <Button aria-label={`${t('settings.change')}: ${name}`} onClick={onChange}>
            {t('settings.change')}
          </Button>
        )}
      </div>
    </li>
  )
}

/** How a channel stands, in words. */
function Standing({ channel: { enabled, status }, tested }: { channel: Channel; tested: boolean }) {
  const { t } = useTranslation()
  if (!enabled) return <span className="muted">{t('home.off')}</span>
  if (status.is === 'down') return <span className="attn">{t('home.down', { reason: status.reason })}</span>
  if (status.is === 'connecting') return <span className="muted">{t('home.connecting')}</span>
  if (status.limited !== undefined) return <span className="attn">{t('home.limited', { reason: status.limited })}</span>
  return <span className="tag accent">{t(tested ? 'settings.testedUp' : 'home.up')}</span>
}
