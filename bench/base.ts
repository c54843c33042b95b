import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { createApi } from '../apps/server/api.ts'
import { createFirstAdministrator, createOrganization } from '#modules/accounts'
import { NewsStream } from '#modules/integrations'
import { systemClock } from '#platform/clock'
import { migrate, openPool } from '#platform/db'
import { openPostgres } from '#platform/postgres'
import { addKey } from './add-key.ts'
import { askAsKey, askAsStaff, type Ask } from './ask.ts'
import { askQuestions, type Question } from './base-questions.ts'
import type { Figure } from './figure.ts'
import { seedBase } from './seed-base.ts'

const most = 200
/** The deepest page may take so many times as long as the first. */
const mostUneven = 2
const rounds = 20
const publicUrl = 'http://127.0.0.1:8080'
const clerk = { email: 'urzad@przykladowo.example', name: 'Anna Wzór' }

/**
 * The lists of the console at 1,000,000 contacts, 10,000,000 messages and 200,000 conversations: over HTTP, the api's process
 * under the role kurenda_api. The api and the one who measures share a process, so that what is measured includes reading the
 * answer.
 * @param folder seeded where it is empty
 * @param only the beginning of the names of those that are asked
 */
export async function benchBase(folder: string, only: string, say: (line: string) => void): Promise<Figure[]> {
  const postgres = await openPostgres(folder, undefined, () => {})
  try {
    const { urls } = await migrate(postgres.superuserUrl, { owner: 'bench', engine: 'bench', api: 'bench' })
    const [owner, engine, api] = [
      openPool(urls.owner, { max: 1, name: 'bench-owner' }),
      openPool(urls.engine, { max: 2, name: 'bench-engine' }),
      openPool(urls.api, { max: 4, name: 'bench-api' }),
    ]
    const organizationId = await createOrganization(owner, { slug: 'duza', name: 'Duże Miasto' })
    const password = randomBytes(24).toString('base64url')
    await createFirstAdministrator(owner, { ...clerk, organizationId, password })
    const key = await addKey(owner, organizationId)
    const superuser = openPool(postgres.superuserUrl, { max: 1, name: 'bench-seed' })
    await seedBase(superuser, organizationId, { me: clerk.email, now: systemClock.now(), say })
    await superuser.end()
    const server = await createApi({
      api,
      engine,
      clock: systemClock,
      logger: pino({ level: 'silent' }),
      news: new NewsStream(api),
      authSecret: randomBytes(32).toString('hex'),
      publicUrl,
    })
    try {
      const base = await server.listen({ host: '127.0.0.1', port: 0 })
      const asked = { key: askAsKey(base, key), staff: await askAsStaff(base, { ...clerk, password, publicUrl }) }
      const figures: Figure[] = []
      const tell = (figure: Figure) => {
        say(`${figure.name}: ${figure.value.toFixed(figure.digits ?? 0)} ${figure.unit}`)
        figures.push(figure)
      }
      const halves = new Map<string, number>()
      for (const question of (await askQuestions(asked)).filter(({ name }) => name.startsWith(only))) {
        const times = await measure(asked[question.as], question)
        tell({ name: question.name, value: times[Math.ceil(times.length * 0.95) - 1] ?? Infinity, unit: 'ms', most })
        halves.set(question.name, times[Math.floor(times.length / 2)] ?? Infinity)
      }
      const [first, deep] = [halves.get('inboxFirst'), halves.get('inboxDeep')]
      if (first && deep) tell({ name: 'inboxDeepToFirst', value: deep / first, unit: '×', most: mostUneven, digits: 2 })
      return figures
    } finally {
      await server.close()
      await Promise.all([owner.end(), engine.end(), api.end()])
    }
  } finally {
    await postgres.stop()
  }
}

/** The times of 20 requests in ms, ascending; one after another, after one of each kind to warm up. */
async function measure(ask: Ask, { ask: requests }: Question): Promise<number[]> {
  const times: number[] = []
  for (let i = -requests.length; i < rounds; i++) {
    const one = requests[(i + requests.length) % requests.length]
    if (!one) continue
    const began = performance.now()
    await ask(one.path, one.body)
    if (i >= 0) times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)
}
