import { createRootRoute, createRoute, createRouter, Link, redirect } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Compose } from './broadcasts/compose.tsx'
import { BroadcastDetail } from './broadcasts/detail.tsx'
import { BroadcastList } from './broadcasts/list.tsx'
import { Failed } from './failed.tsx'
import { Inbox } from './inbox/inbox.tsx'
import { Phones } from './phones.tsx'
import { Shell } from './shell.tsx'

function NotFound() {
  const { t } = useTranslation()
  return (
    <section className="page">
      <h1>{t('app.notFound')}</h1>
      <p>
        <Link to="/broadcasts">{t('app.home')}</Link>
      </p>
    </section>
  )
}

const root = createRootRoute({ component: Shell })
const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: () => {
      // TanStack Router ends a load by a thrown redirect.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw redirect({ to: '/broadcasts' })
    },
  }),
  createRoute({ getParentRoute: () => root, path: '/broadcasts', component: BroadcastList }),
  createRoute({ getParentRoute: () => root, path: '/broadcasts/$id', component: BroadcastDetail }),
  createRoute({ getParentRoute: () => root, path: '/compose', component: Compose }),
  createRoute({ getParentRoute: () => root, path: '/inbox', component: Inbox }),
  createRoute({ getParentRoute: () => root, path: '/inbox/$id', component: Inbox }),
  createRoute({ getParentRoute: () => root, path: '/phones', component: Phones }),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: '/console',
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: ({ error, reset }) => (
    <Failed error={error instanceof Error ? error : new Error()} retry={reset} />
  ),
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

// Whoever reads by ear or by keyboard is taken to the new page, and stays in place within the inbox.
const isInbox = ({ pathname }: { pathname: string }) => pathname.includes('/inbox')
router.subscribe('onRendered', ({ fromLocation, toLocation, pathChanged }) => {
  if (!pathChanged || !fromLocation) return
  if (!isInbox(fromLocation) || !isInbox(toLocation)) document.getElementById('page')?.focus()
})
