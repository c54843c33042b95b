import type { ChannelList, Me } from '@kurenda/contract'
import { IconDeviceMobile, IconMessage2, IconPencil, IconSend } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, ApiProblem } from './api.ts'
import { languages, setLanguage } from './i18n/index.ts'
import { useLiveUpdates } from './live.ts'
import { SignIn } from './sign-in.tsx'

/** Who is signed in, the menu, and the page. */
export function Shell() {
  const { t } = useTranslation()
  const me = useQuery({ queryKey: ['me'], queryFn: () => api<Me>('/me') })
  if (me.isPending) return <p className="wait">{t('app.loading')}</p>
  if (me.error instanceof ApiProblem && me.error.status === 401) return <SignIn />
  if (me.error)
    return (
      <p className="wait" role="alert">
        {t('app.offline')} <button onClick={() => void me.refetch()}>{t('app.retry')}</button>
      </p>
    )
  return <SignedIn me={me.data} />
}

function SignedIn({ me }: { me: Me }) {
  const { t } = useTranslation()
  useLiveUpdates()
  return (
    <div className="shell">
      <a className="skip" href="#page">
        {t('app.skip')}
      </a>
      <header className="side">
        <div className="brand">
          <span className="house" aria-hidden="true" />
          <div>
            <strong>{t('app.name')}</strong>
            <small>{me.organization.name}</small>
          </div>
        </div>
        <Link to="/compose" className="primary">
          <IconPencil size={20} aria-hidden="true" /> {t('nav.compose')}
        </Link>
        <nav aria-label={t('nav.label')}>
          <Link to="/broadcasts">
            <IconSend size={20} aria-hidden="true" /> {t('nav.broadcasts')}
          </Link>
          <Link to="/inbox">
            <IconMessage2 size={20} aria-hidden="true" /> {t('nav.inbox')}
          </Link>
          {me.demo && (
            <Link to="/phones">
              <IconDeviceMobile size={20} aria-hidden="true" /> {t('nav.phones')}
            </Link>
          )}
        </nav>
        <Account name={me.user.name} />
      </header>
      <main id="page" tabIndex={-1}>
        <ChannelsDown />
        <Outlet />
      </main>
    </div>
  )
}

function Account({ name }: { name: string }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const signOut = async () => {
    await api('/auth/sign-out', {})
    client.clear()
    location.assign('/console/')
  }
  return (
    <div className="account">
      <span>{name}</span>
      <div className="languages" role="group" aria-label={t('app.language')}>
        {languages.map((language) => (
          <button
            key={language}
            lang={language}
            aria-pressed={i18n.language === language}
            onClick={() => void setLanguage(language)}
          >
            {language.toUpperCase()}
          </button>
        ))}
      </div>
      <button onClick={() => void signOut()}>{t('app.signOut')}</button>
    </div>
  )
}

function ChannelsDown() {
  const { t } = useTranslation()
  const channels = useQuery({ queryKey: ['channels'], queryFn: () => api<ChannelList>('/channels') })
  const down = (channels.data?.items ?? []).filter((channel) => channel.enabled && channel.status.is === 'down')
  return (
    <div role="status">
      {down.map((channel) => (
        <p key={channel.id} className="notice">
          {t('channel.down', {
            name: channel.name,
            reason: channel.status.is === 'down' ? channel.status.reason : '',
          })}
        </p>
      ))}
    </div>
  )
}
