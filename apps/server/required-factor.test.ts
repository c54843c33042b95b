import { afterAll, beforeAll, expect, test } from 'vitest'
import { open } from './isolation-cases.ts'
import { openTestApi, type TestApi } from './test-api.ts'

let town: TestApi
beforeAll(async () => {
  town = await openTestApi({ now: '2026-11-03T10:00:00Z', lookAgainMs: 20 })
})
afterAll(() => town.close())

const demand = (of: string) => town.db.owner.query('UPDATE organization SET second_factor_of = $1', [of])

/** What somebody may ask who owes a second factor, and has none yet. */
const setUp = [
  'GET /console-api/me',
  'GET /console-api/auth/security',
  'POST /console-api/auth/second-factor/begin',
  'POST /console-api/auth/second-factor/confirm',
  'POST /console-api/auth/passkeys/options',
  'POST /console-api/auth/passkeys',
]

test('until a required factor is set up every other route of the console refuses; keys are not asked', async () => {
  await demand('everyone')
  const routes = town.routes.filter(
    ({ method, url }) =>
      /^\/(console-api|simulator)\//.test(url) && !open.includes(url) && !['HEAD', 'OPTIONS'].includes(method),
  )
  expect(routes.length).toBeGreaterThan(150)
  const answers = await Promise.all(
    routes.map(async ({ method, url }) => {
      const answer = await town.server.inject({
        method: method as 'GET',
        url: url.replace(/:\w+/g, '1').replace('*', ''),
        headers: { cookie: town.cookie, origin: 'http://127.0.0.1:8080', 'accept-language': 'en' },
      })
      return { route: `${method} ${url}`, answer }
    }),
  )
  const isRefused = ({ answer }: (typeof answers)[number]) => answer.body.includes('"code":"second-factor-needed"')
  expect(
    answers
      .filter((one) => !isRefused(one))
      .map(({ route }) => route)
      .sort(),
  ).toEqual([...setUp].sort())
  const refused = answers.find(isRefused)?.answer
  expect([refused?.statusCode, refused?.json<{ detail: string }>().detail]).toEqual([
    403,
    expect.stringContaining('Your office asks for a second factor'),
  ])
  expect((await (await town.client()).channels.list()).items).toBeDefined()
  await demand('nobody')
})

test('a stream of news ends when a second factor is asked of who listens', async () => {
  const stream = await fetch(`${town.url}/console-api/events`, { headers: { cookie: town.cookie } })
  expect(stream.status).toBe(200)
  await demand('everyone')
  await expect(stream.text()).rejects.toThrow()
  await demand('nobody')
})
