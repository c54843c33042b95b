import { Empty, Page } from '@kurenda/ui'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LinkButton } from './link-button.tsx'
import { Failed } from './failed.tsx'
import { askForFirst, type Ask } from './first-page.ts'
import { readInboxSearch } from './inbox/inbox-search.ts'
import { Loading } from './loading.tsx'
import { readFilter, type PeopleFilter } from './people/filter.ts'
import { Shell } from './shell/shell.tsx'

function NotFound() {
  const { t } = useTranslation()
  return (
    <Page>
      <Empty title={t('app.notFound')} action={<LinkButton to="/">{t('app.home')}</LinkButton>}>
        {t('app.notFoundText')}
      </Empty>
    </Page>
  )
}

const root = createRootRoute({ component: Shell })
const getParentRoute = () => root
type Search = Record<string, unknown>

/** How a message begins: as a warning, like another one, for whom. */
interface ComposeSearch {
  emergency?: boolean
  like?: number
  group?: number
  segment?: number
}

/** A word that is looked for in a list. */
const readWord = ({ q }: Search): { q?: string | undefined } =>
  (typeof q === 'string' || typeof q === 'number') && q !== '' ? { q: String(q) } : {}

/** A page's code is loaded when somebody goes there. */
const page = <Module extends object, Name extends keyof Module>(
  load: () => Promise<Module & { ask?: Ask<never> }>,
  name: Name,
) => ({
  component: lazyRouteComponent(load, name),
  loader: ({ location }: { location: { search: object } }) => askForFirst(load, location.search),
})

/** README.md tells how to add one. */
const routes = [
  createRoute({ getParentRoute, path: '/', ...page(() => import('./home/home.tsx'), 'Home') }),
  createRoute({
    getParentRoute,
    path: '/broadcasts',
    validateSearch: ({ state, q }: Search): { state?: string; q?: string } => ({
      ...(typeof state === 'string' && { state }),
      ...((typeof q === 'string' || typeof q === 'number') && q !== '' && { q: String(q) }),
    }),
    ...page(() => import('./broadcasts/list.tsx'), 'BroadcastList'),
  }),
  createRoute({
    getParentRoute,
    path: '/broadcasts/$id',
    ...page(() => import('./broadcasts/detail.tsx'), 'BroadcastDetail'),
  }),
  createRoute({
    getParentRoute,
    path: '/compose/{-$id}',
    validateSearch: ({ emergency, like, group, segment }: Search): ComposeSearch => ({
      ...(emergency === true && { emergency }),
      ...(typeof like === 'number' && { like }),
      ...(typeof group === 'number' && { group }),
      ...(typeof segment === 'number' && { segment }),
    }),
    staticData: { narrow: true, fill: true },
    ...page(() => import('./compose/compose.tsx'), 'Compose'),
  }),
  createRoute({
    getParentRoute,
    path: '/inbox',
    validateSearch: readInboxSearch,
    staticData: { narrow: true, fill: true },
    ...page(() => import('./inbox/inbox.tsx'), 'Inbox'),
  }),
  createRoute({
    getParentRoute,
    path: '/inbox/$id',
    validateSearch: readInboxSearch,
    staticData: { narrow: true, fill: true },
    ...page(() => import('./inbox/inbox.tsx'), 'Inbox'),
  }),
  createRoute({
    getParentRoute,
    path: '/people',
    validateSearch: (search: Search): PeopleFilter => readFilter(search),
    ...page(() => import('./people/list/people.tsx'), 'People'),
  }),
  createRoute({
    getParentRoute,
    path: '/people/new',
    ...page(() => import('./people/person/add-person.tsx'), 'AddPerson'),
  }),
  createRoute({
    getParentRoute,
    path: '/people/groups',
    validateSearch: readWord,
    ...page(() => import('./people/groups.tsx'), 'Groups'),
  }),
  createRoute({
    getParentRoute,
    path: '/people/segments',
    validateSearch: readWord,
    ...page(() => import('./people/segments/segments.tsx'), 'Segments'),
  }),
  createRoute({
    getParentRoute,
    path: '/people/segments/$id',
    ...page(() => import('./people/segments/segment.tsx'), 'Segment'),
  }),
  createRoute({
    getParentRoute,
    path: '/people/duplicates',
    ...page(() => import('./people/duplicates.tsx'), 'Duplicates'),
  }),
  createRoute({
    getParentRoute,
    path: '/people/opt-outs',
    validateSearch: readWord,
    ...page(() => import('./people/opt-outs.tsx'), 'OptOuts'),
  }),
  createRoute({
    getParentRoute,
    path: '/people/imports',
    ...page(() => import('./people/import/imports.tsx'), 'Imports'),
  }),
  createRoute({
    getParentRoute,
    path: '/people/import',
    validateSearch: ({ kind }: Search): { kind?: 'opt-outs' } => (kind === 'opt-outs' ? { kind } : {}),
    ...page(() => import('./people/import/import-people.tsx'), 'ImportPeople'),
  }),
  createRoute({
    getParentRoute,
    path: '/people/fields',
    ...page(() => import('./people/fields.tsx'), 'Fields'),
  }),
  createRoute({
    getParentRoute,
    path: '/people/$id',
    ...page(() => import('./people/person/person.tsx'), 'Person'),
  }),
  createRoute({
    getParentRoute,
    path: '/surveys',
    validateSearch: (search: Search): { state?: string; q?: string | undefined } => ({
      ...(typeof search['state'] === 'string' && { state: search['state'] }),
      ...readWord(search),
    }),
    ...page(() => import('./surveys/list.tsx'), 'SurveyList'),
  }),
  createRoute({
    getParentRoute,
    path: '/surveys/new',
    validateSearch: ({ preset, like }: Search): { preset?: string; like?: number } => ({
      ...(typeof preset === 'string' && { preset }),
      ...(typeof like === 'number' && { like }),
    }),
    ...page(() => import('./surveys/editor/editor.tsx'), 'NewSurvey'),
  }),
  createRoute({
    getParentRoute,
    path: '/surveys/$id',
    validateSearch: ({ of, by }: Search): { of?: string; by?: string } => ({
      ...(typeof of === 'string' && { of }),
      ...(typeof by === 'string' && { by }),
    }),
    ...page(() => import('./surveys/results/results.tsx'), 'SurveyResultsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/surveys/$id/edit',
    ...page(() => import('./surveys/editor/editor.tsx'), 'EditSurvey'),
  }),
  createRoute({
    getParentRoute,
    path: '/surveys/$id/paper',
    ...page(() => import('./surveys/paper/enter-paper.tsx'), 'EnterPaper'),
  }),
  createRoute({
    getParentRoute,
    path: '/phones',
    staticData: { fill: true },
    ...page(() => import('./phones.tsx'), 'Phones'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings',
    ...page(() => import('./settings/overview.tsx'), 'Settings'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/channels',
    ...page(() => import('./settings/channels.tsx'), 'ChannelSettingsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/channels/$id',
    validateSearch: ({ errors }: Search): { errors?: boolean } => (errors === true ? { errors } : {}),
    ...page(() => import('./settings/trace.tsx'), 'Trace'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/team',
    ...page(() => import('./settings/team.tsx'), 'Team'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/templates',
    validateSearch: ({ kind, archived }: Search): { kind?: string; archived?: string } => ({
      ...(typeof kind === 'string' && { kind }),
      ...((archived === true || archived === 'true') && { archived: 'true' }),
    }),
    ...page(() => import('./settings/templates.tsx'), 'Templates'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/answers',
    ...page(() => import('./settings/answers.tsx'), 'Answers'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/queues',
    ...page(() => import('./settings/queues.tsx'), 'QueueSettings'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/organization',
    ...page(() => import('./settings/organization.tsx'), 'Organization'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/keys',
    ...page(() => import('./settings/keys.tsx'), 'Keys'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/audit',
    validateSearch: ({ actor, noun }: Search): { actor?: string; noun?: string } => ({
      ...(typeof actor === 'string' && { actor }),
      ...(typeof noun === 'string' && { noun }),
    }),
    ...page(() => import('./settings/audit.tsx'), 'Audit'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/account',
    ...page(() => import('./settings/account.tsx'), 'Account'),
  }),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: '/console',
  // What a page shows is Query's: it knows what is fresh.
  defaultStaleTime: Infinity,
  defaultPendingComponent: () => (
    <Page>
      <Loading />
    </Page>
  ),
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: ({ error, reset }) => (
    <Page>
      <Failed error={error instanceof Error ? error : new Error()} retry={reset} />
    </Page>
  ),
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface StaticDataRouteOption {
    /** The menu shows icons alone. */
    narrow?: boolean
    /** The page fills the window and scrolls inside. */
    fill?: boolean
  }
}

// Whoever reads by ear or by keyboard is taken to the new page, and stays in place within the inbox.
const stays = /\/(inbox|compose)/
router.subscribe('onRendered', ({ fromLocation, toLocation, pathChanged }) => {
  if (!pathChanged || !fromLocation) return
  const part = (path: string) => stays.exec(path)?.[1]
  const from = part(fromLocation.pathname)
  if (from === undefined || from !== part(toLocation.pathname)) document.getElementById('page')?.focus()
})
