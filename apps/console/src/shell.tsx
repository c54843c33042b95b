import type { ChannelList, Me } from '@kurenda/contract'
import { IconDeviceMobile, IconMessage2, IconPencil, IconSend } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, isSignedOut } from './api.ts'
import { Mark } from './brand.tsx'
import { Failed } from './failed.tsx'
import { formatNumber, initials } from './format.ts'
import { conversationsQuery } from './inbox/conversations.ts'
import { Languages } from './languages.tsx'
import { useLiveUpdates } from './live.ts'
import { SignIn } from './sign-in.tsx'

/** Who is signed in, the menu, and the page. */
export function Shell() {
  const { t } = useTranslation()
  const me = useQuery({ queryKey: ['me'], queryFn: () => api<Me>('/me') })
  if (isSignedOut(me.error)) return <SignIn />
  if (me.data) return <SignedIn me={me.data} />
  return (
    <main className="page">
      {me.error ? <Failed error={me.error} retry={() => void me.refetch()} /> : <p>{t('app.loading')}</p>}
    </main>
  )
}

function SignedIn({ me }: { me: Me }) {
  const { t } = useTranslation()
  const connected = useLiveUpdates()
  return (
    <div className="shell">
      <a className="skip" href="#page">
        {t('app.skip')}
      </a>
      <header className="side">
        <Link to="/broadcasts" className="brand" activeProps={{ 'aria-current': undefined }}>
          <Mark />
          <span>
            <b>{t('app.name')}</b>
            <small>{me.organization.name}</small>
          </span>
        </Link>
        <Link to="/compose" className="button primary">
          <IconPencil size={20} aria-hidden="true" /> {t('nav.compose')}
        </Link>
        <nav aria-label={t('nav.label')}>
          <Link to="/broadcasts">
            <IconSend size={20} aria-hidden="true" /> {t('nav.broadcasts')}
          </Link>
          <Link to="/inbox">
            <IconMessage2 size={20} aria-hidden="true" /> {t('nav.inbox')} <Unread />
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
        <div role="status" className="notices">
          {!connected && <p className="notice">{t('app.reconnecting')}</p>}
          <ChannelsDown />
        </div>
        <Outlet />
      </main>
    </div>
  )
}

/** How many conversations have something new. */
function Unread() {
  const { t } = useTranslation()
  const list = useInfiniteQuery(conversationsQuery)
  const count = list.data?.pages.flatMap((page) => page.items).filter((each) => each.unread > 0).length ?? 0
  if (count === 0) return null
  return (
    <span className="badge">
      <span aria-hidden="true">{formatNumber(count)}</span>
      <span className="heard">{t('nav.unread', { count })}</span>
    </span>
  )
}

function Account({ name }: { name: string }) {
  const { t } = useTranslation()
  const signOut = async () => {
    await api('/auth/sign-out', {}).catch(() => undefined)
    location.assign('/console/')
  }
  return (
    <>
      {/* On a phone the account opens from its circle; elsewhere it is always there. */}
      <button className="dot open-account" popoverTarget="account">
        <span aria-hidden="true">{initials(name)}</span>
        <span className="heard">{t('app.account')}</span>
      </button>
      <div className="account" id="account" popover="auto">
        <p className="me">
          <span className="dot" aria-hidden="true">
            {initials(name)}
          </span>
          {name}
        </p>
        <Languages />
        <button className="bare" onClick={() => void signOut()}>
          {t('app.signOut')}
        </button>
      </div>
    </>
  )
}

function ChannelsDown() {
  const { t } = useTranslation()
  const channels = useQuery({ queryKey: ['channels'], queryFn: () => api<ChannelList>('/channels') })
  return channels.data?.items.map(
    ({ id, name, enabled, status }) =>
      enabled &&
      status.is === 'down' && (
        <p key={id} className="notice">
          {t('channel.down', { name, reason: status.reason })}
        </p>
      ),
  )
}
