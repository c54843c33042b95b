import type { BrowserContext, Page } from 'playwright-core'
import type { TestTown } from './test-town.ts'

/** The desk of a member of staff: a browser of their own in a test town. */
export interface Desk {
  page: Page
  context: BrowserContext
  /** One call of the console's API. */
  call<Answer>(method: string, path: string, body?: object): Promise<Answer>
}

export interface Look {
  width?: number
  dark?: boolean
  language?: 'pl' | 'en'
  /** Of the console; default: the desk. */
  path?: string
}

const desk = (page: Page, url: string): Desk => ({
  page,
  context: page.context(),
  async call<Answer>(method: string, path: string, data?: object) {
    const headers = { origin: url }
    const answer = await page
      .context()
      .request.fetch(`${url}/console-api${path}`, { method, headers, ...(data && { data }) })
    if (!answer.ok()) throw new Error(`${method} ${path}: ${await answer.text()}`)
    return (await answer.json()) as Answer
  },
})

const asOptions = ({ width = 1440, dark = false, language = 'pl', path = '/' }: Look) => ({
  viewport: { width, height: width < 700 ? 844 : 900 },
  colorScheme: dark ? ('dark' as const) : ('light' as const),
  language,
  path,
})

/** The clerk's. */
export const clerkDesk = async (town: TestTown, look: Look = {}): Promise<Desk> =>
  desk(await town.signIn(asOptions(look)), town.url)

/** Of somebody whom the clerk invites. @param path of the console; default: the desk */
export async function invitedDesk(
  town: TestTown,
  clerk: Desk,
  who: { email: string; name: string; role: string },
  path = '/',
) {
  const { link } = await clerk.call<{ link: string }>('POST', '/invitations', who)
  const one = desk(await town.open(), town.url)
  const password = 'cztery spokojne słowa razem'
  await one.call('POST', '/auth/accept-invitation', { token: new URL(link).hash.slice(1), password })
  await one.call('POST', '/auth/sign-in/email', { email: who.email, password })
  await one.page.goto(`${town.url}/console${path}`)
  await one.page.locator('main h1').first().waitFor({ state: 'attached' })
  return one
}

const phone = (town: TestTown, number: string) => `${town.url}/simulator/phones/${encodeURIComponent(number)}`

/** A resident writes from a phone of the simulator. */
export async function writeFrom(town: TestTown, { context }: Desk, number: string, text: string, to = '+48600100200') {
  const answer = await context.request.post(`${phone(town, number)}/messages`, { data: { to, text } })
  if (!answer.ok()) throw new Error(`the phone could not write: ${answer.status()}`)
}

/** What came to a phone of the simulator, the oldest first. */
export async function received(town: TestTown, { context }: Desk, number: string): Promise<string[]> {
  const answer = await context.request.get(phone(town, number))
  if (!answer.ok()) return []
  const { texts } = (await answer.json()) as { texts: { direction: string; text: string }[] }
  return texts.filter(({ direction }) => direction === 'in').map(({ text }) => text)
}
