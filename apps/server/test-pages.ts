import type { Page } from 'playwright-core'
import type { Scene } from './test-scene.ts'
import type { TestTown } from './test-town.ts'

/** A page of the console that is looked at: by axe in the tests, by people in docs/screens. */
export interface LookedAt {
  name: string
  path: string
  /** Selectors of what is pressed, in this order, before it is looked at. */
  press?: readonly string[]
  /** What is there when the page is ready. */
  ready: string
  /** No link of the console leads there: it is loaded by itself. */
  apart?: true
}

/** Goes there and waits until it is as it is looked at. */
export async function visit(town: TestTown, page: Page, { path, press = [], ready, apart }: LookedAt): Promise<void> {
  await (apart ? page.goto(`${town.url}/console${path}`) : town.go(page, path))
  for (const selector of press) await page.locator(selector).last().click()
  await page.locator(ready).first().waitFor({ state: 'attached' })
}

/** All pages, those with their dialogs open too. A new page gets a line here. */
export const pagesOf = ({
  sent,
  review,
  draft,
  conversation,
  person,
  segment,
  survey,
  surveyDraft,
}: Scene): readonly LookedAt[] => [
  { name: 'home', path: '/', ready: 'main #week' },
  { name: 'broadcasts', path: '/broadcasts', ready: 'main ul h2' },
  { name: 'broadcasts-none', path: '/broadcasts?state=cancelled', ready: 'main .title + p' },
  { name: 'broadcast', path: `/broadcasts/${sent}`, ready: '[data-part=delivered]' },
  { name: 'approval', path: `/broadcasts/${review}`, ready: 'main textarea, main section a' },
  { name: 'compose', path: `/compose/${draft}`, ready: '[data-pane=what] textarea' },
  { name: 'compose-empty', path: '/compose', ready: '[data-pane=who] p' },
  {
    name: 'gate',
    path: `/compose/${draft}`,
    press: ['footer button:enabled'],
    ready: '[role=dialog] dl',
  },
  { name: 'emergency', path: '/compose?emergency=true', ready: '[role=note]' },
  { name: 'inbox', path: '/inbox?view=all', ready: '[data-conversation]' },
  { name: 'thread', path: `/inbox/${conversation}`, ready: '[role=log] p' },
  { name: 'surveys', path: '/surveys', ready: 'main li h2' },
  { name: 'survey-new', path: '/surveys/new', ready: 'main li h2' },
  { name: 'survey-preset', path: '/surveys/new?preset=nps', ready: '[role=log] p' },
  { name: 'survey-edit', path: `/surveys/${surveyDraft}/edit`, press: ['main li h3 button'], ready: '[role=log] p' },
  { name: 'survey', path: `/surveys/${survey}`, ready: 'main section table td' },
  {
    name: 'survey-links',
    path: `/surveys/${survey}`,
    press: ['[aria-labelledby=share] button[aria-expanded]'],
    ready: '[aria-labelledby=share] section h3',
  },
  { name: 'survey-paper', path: `/surveys/${survey}/paper`, ready: 'main form textarea' },
  { name: 'settings', path: '/settings', ready: 'main ul a' },
  { name: 'settings-channels', path: '/settings/channels', ready: 'main ul b' },
  { name: 'settings-channel', path: '/settings/channels', press: ['main header button'], ready: '[role=dialog] form' },
  { name: 'settings-team', path: '/settings/team', ready: 'main ul b' },
  { name: 'settings-invite', path: '/settings/team', press: ['main header button'], ready: '[role=dialog] form' },
  { name: 'settings-templates', path: '/settings/templates', ready: 'main .title' },
  { name: 'settings-answers', path: '/settings/answers', ready: 'main ul b' },
  { name: 'settings-queues', path: '/settings/queues', ready: 'main .title' },
  { name: 'settings-organization', path: '/settings/organization', ready: 'main [type=time]' },
  { name: 'settings-keys', path: '/settings/keys', ready: 'main .title' },
  { name: 'settings-audit', path: '/settings/audit', ready: 'main td' },
  { name: 'settings-account', path: '/settings/account', ready: '#passkeys' },
  {
    name: 'second-factor',
    path: '/settings/account',
    press: ['[aria-labelledby=second-factor] button'],
    ready: '[role=dialog] form',
  },
  { name: 'people', path: '/people', ready: 'tbody tr' },
  { name: 'person', path: `/people/${person}`, ready: 'main ol li' },
  { name: 'person-new', path: '/people/new', ready: 'main form input' },
  { name: 'groups', path: '/people/groups', ready: 'main li' },
  { name: 'segments', path: '/people/segments', ready: 'main li' },
  { name: 'segment', path: `/people/segments/${segment}`, ready: 'main aside b' },
  { name: 'fields', path: '/people/fields', ready: 'main li' },
  { name: 'duplicates', path: '/people/duplicates', ready: 'main .title' },
  { name: 'opt-outs', path: '/people/opt-outs', ready: 'main h1' },
  { name: 'imports', path: '/people/imports', ready: 'main h1' },
  { name: 'import', path: '/people/import', ready: 'input[type=file]' },
  { name: 'phones', path: '/phones', ready: 'iframe' },
  { name: 'not-found', path: '/nowhere', ready: 'main .title', apart: true },
  { name: 'failed', path: '/broadcasts/999999', ready: 'main [role=alert]' },
  { name: 'stories', path: '/stories.html', ready: 'main h2', apart: true },
]
