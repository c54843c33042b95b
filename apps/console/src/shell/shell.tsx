import type { Me } from '@kurenda/contract'
import { Page } from '@kurenda/ui'
import { useHotkeys } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useMatches } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isSignedOut } from '../api.ts'
import { useBrand } from '../brand.tsx'
import { Failed } from '../failed.tsx'
import { InboxAlerts } from '../inbox/alerts.tsx'
import { Later } from '../later.tsx'
import { useLiveUpdates } from '../live/use-live-updates.ts'
import { Loading } from '../loading.tsx'
import { MeContext, meQuery } from '../me.ts'
import { SignIn } from '../sign-in.tsx'
import { Expired } from './expired.tsx'
import { Notices } from './notices.tsx'
import { Rail } from './rail.tsx'
import css from './shell.module.css'

const Palette = lazy(() => import('./palette.tsx'))
const OwedFactor = lazy(() => import('../owed-factor.tsx'))

/** Who is signed in, the menu, and the page. */
export function Shell() {
  const me = useQuery(meQuery)
  const owed = useOwed(me.data)
  if (me.data && owed.at === 'door')
    return <Suspense>{<OwedFactor me={me.data} over={false} onDone={owed.done} />}</Suspense>
  // Whoever was signed in keeps the page, and what is written on it, while they sign in again.
  if (me.data)
    return (
      <MeContext value={me.data}>
        <SignedIn me={me.data} expired={isSignedOut(me.error)} />
        {owed.at === 'desk' && (
          <Suspense>
            <OwedFactor me={me.data} over onDone={owed.done} />
          </Suspense>
        )}
      </MeContext>
    )
  if (isSignedOut(me.error)) return <SignIn />
  return (
    <main>
      <Page>{me.error ? <Failed error={me.error} retry={() => void me.refetch()} /> : <Loading />}</Page>
    </main>
  )
}

/**
 * Whether a second factor is owed by somebody at the door, or by somebody at work already. It is held until they say that they are
 * done: the codes for a lost phone are shown when nothing is owed any more.
 */
function useOwed(me: Me | undefined): { at: 'door' | 'desk' | undefined; done: () => void } {
  const client = useQueryClient()
  const [atWork, setAtWork] = useState(false)
  const [at, setAt] = useState<'door' | 'desk'>()
  if (me?.owes === 'nothing' && !atWork && at === undefined) setAtWork(true)
  if (me && me.owes !== 'nothing' && at === undefined) setAt(atWork ? 'desk' : 'door')
  const done = async () => {
    await client.invalidateQueries({ queryKey: ['me'] })
    setAt(undefined)
    await client.invalidateQueries()
  }
  return { at, done: () => void done() }
}

function SignedIn({ me, expired }: { me: Me; expired: boolean }) {
  const { t } = useTranslation()
  useBrand(me.organization.brand)
  const connected = useLiveUpdates(me.organization.id)
  const [palette, setPalette] = useState(false)
  const shape = useMatches({ select: (matches) => matches.at(-1)?.staticData })
  useHotkeys([['mod+K', () => setPalette(true)]], [])
  return (
    <div className={css['shell']} data-narrow={shape?.narrow} data-fill={shape?.fill}>
      <a className={css['skip']} href="#page">
        {t('app.skip')}
      </a>
      <Rail me={me} narrow={shape?.narrow ?? false} onSearch={() => setPalette(true)} />
      <main id="page" tabIndex={-1}>
        <Later>
          <Notices connected={connected} />
        </Later>
        <Suspense fallback={<Page>{<Loading />}</Page>}>
          <Outlet />
        </Suspense>
      </main>
      {me.permissions.includes('conversations:read') && (
        <Later>
          <InboxAlerts />
        </Later>
      )}
      {palette && (
        <Suspense>
          <Palette me={me} onClose={() => setPalette(false)} />
        </Suspense>
      )}
      {expired && <Expired me={me} />}
    </div>
  )
}
