import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { z } from 'zod'
import { createApi } from '../apps/server/api.ts'
import { createOrganization, hashKey } from '#modules/accounts'
import { NewsStream } from '#modules/integrations'
import { systemClock } from '#platform/clock'
import { migrate, openPool } from '#platform/db'
import { openPostgres } from '#platform/postgres'
import type { Figure } from './figure.ts'
import { groupSizes, seedPeople } from './seed-people.ts'

const people = 1_000_000
const most = 200
const rounds = 20

/** One kind of request, and its variants that are asked in turn. */
interface Question {
  name: string
  ask: { path: string; body?: object }[]
}

/**
 * The lists of the console at a million contacts: over HTTP, the api's process under the role kurenda_api. The api and the one
 * who measures share a process, so that what is measured includes reading the answer.
 * @param folder seeded where it is empty
 */
export async function benchBase(folder: string, say: (line: string) => void): Promise<Figure[]> {
  const postgres = await openPostgres(folder, undefined, () => {})
  try {
    const { urls } = await migrate(postgres.superuserUrl, { owner: 'bench', engine: 'bench', api: 'bench' })
    const [owner, engine, api] = [
      openPool(urls.owner, { max: 1, name: 'bench-owner' }),
      openPool(urls.engine, { max: 2, name: 'bench-engine' }),
      openPool(urls.api, { max: 4, name: 'bench-api' }),
    ]
    const organizationId = await createOrganization(owner, { slug: 'duza', name: 'Duże Miasto' })
    const { rowCount } = await owner.query('SELECT FROM contact LIMIT 1')
    const key = `kur_${randomBytes(24).toString('base64url')}`
    await owner.query("INSERT INTO api_key (organization_id, name, hash, scopes) VALUES ($1, 'bench', $2, '{*}')", [
      organizationId,
      hashKey(key),
    ])
    if (rowCount === 0) {
      say(`seeding ${people} contacts`)
      const superuser = openPool(postgres.superuserUrl, { max: 1, name: 'bench-seed' })
      await seedPeople(superuser, organizationId, people)
      await superuser.query('VACUUM ANALYZE')
      await superuser.end()
    }
    const server = await createApi({
      api,
      engine,
      clock: systemClock,
      logger: pino({ level: 'silent' }),
      news: new NewsStream(api),
      authSecret: randomBytes(32).toString('hex'),
      publicUrl: 'http://127.0.0.1:8080',
    })
    try {
      const base = `${await server.listen({ host: '127.0.0.1', port: 0 })}/api/v1`
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const figures: Figure[] = []
      for (const question of await questions(base, headers)) {
        figures.push(await measure(base, headers, question))
        const { name, value } = figures.at(-1) ?? { name: '', value: 0 }
        say(`${name}: ${value.toFixed(0)} ms`)
      }
      return figures
    } finally {
      await server.close()
      await Promise.all([owner.end(), engine.end(), api.end()])
    }
  } finally {
    await postgres.stop()
  }
}

const made = z.object({ id: z.number() })
const groups = z.object({ items: z.array(z.object({ id: z.number(), name: z.string() })) })

async function questions(base: string, headers: Record<string, string>): Promise<Question[]> {
  const read = async (path: string, body?: object): Promise<unknown> =>
    (await fetch(base + path, { headers, ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}) })).json()
  const segment = async (name: string, condition: object) => made.parse(await read('/segments', { name, condition })).id
  const known = groups.parse(await read('/groups')).items
  const group = (size: number) => known.find((one) => one.name === `Grupa ${size}`)?.id ?? 0
  const village = await segment('Jedna wieś', { is: 'field_equal', field: 'wieś', value: 'Sołectwo 17' })
  const ukrainian = await segment('Po ukraińsku', { is: 'language', language: 'uk' })
  const mixed = await segment('Złożony', {
    all: [
      { is: 'in_group', group: group(100_000) },
      { is: 'field_number', field: 'osób', compare: '>', number: 6 },
      { is: 'not_opted_out' },
    ],
  })
  const list = (name: string, queries: Record<string, string>[]): Question => ({
    name,
    ask: queries.map((query) => ({ path: `/contacts?${new URLSearchParams(query).toString()}` })),
  })
  const count = (name: string, body: object): Question => ({ name, ask: [{ path: '/audience/count', body }] })
  const typed = (...words: string[]) => words.map((search) => ({ search }))
  return [
    list('list', [{}, { cursor: '500000' }, { cursor: '40' }]),
    list('searchCommon', typed('an', 'ska', 'lucja', 'Łuc', 'kowalska', '600', 'ż')),
    list(
      'searchRare',
      typed('swietoslawa michalcki', 'osoba.777', '600 123 456', '+48 600 000 777', '234567', 'osoba.12340@'),
    ),
    list('searchNothing', typed('qx', 'wąchock', 'zzz', '799 123', 'jan xyz')),
    list('filterGroup', groupSizes.map((size) => ({ group: String(group(size)) }))), // prettier-ignore
    list('filterSegment', [village, ukrainian, mixed].map((id) => ({ segment: String(id) }))), // prettier-ignore
    list('filterAndSearch', [
      { group: String(group(100_000)), search: 'swietos' },
      { group: String(group(1_000)), search: 'kow' },
      { segment: String(village), search: 'anna' },
    ]),
    ...groupSizes.map((size) => count(`count${size}`, { groups: [group(size)] })),
    count('countSegmentField', { segments: [village] }),
    count('countSegmentLanguage', { segments: [ukrainian] }),
    count('countSegmentMixed', { segments: [mixed] }),
    count('countUnion', { groups: [group(20_000), group(100_000)], segments: [village], numbers: ['600 123 456', '600 123 457'] }), // prettier-ignore
  ]
}

/** The 95th percentile of 20 requests, one after another, after one of each kind to warm up. */
async function measure(base: string, headers: Record<string, string>, { name, ask }: Question): Promise<Figure> {
  const times: number[] = []
  for (let i = -ask.length; i < rounds; i++) {
    const one = ask[(i + ask.length) % ask.length]
    if (!one) continue
    const began = performance.now()
    const answer = await fetch(base + one.path, {
      headers,
      ...(one.body ? { method: 'POST', body: JSON.stringify(one.body) } : {}),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${name}: ${text}`)
    if (i >= 0) times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  return { name, value: times[Math.ceil(times.length * 0.95) - 1] ?? Infinity, unit: 'ms', most }
}
