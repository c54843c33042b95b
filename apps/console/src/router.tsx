import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { BroadcastDetail } from './broadcasts/detail.tsx'
import { BroadcastList } from './broadcasts/list.tsx'
import { Compose } from './broadcasts/compose.tsx'
import { Inbox } from './inbox/inbox.tsx'
import { Phones } from './phones.tsx'
import { Shell } from './shell.tsx'

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

export const router = createRouter({ routeTree: root.addChildren(routes), basepath: '/console' })
