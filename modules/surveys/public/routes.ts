import type { Language } from '@kurenda/dialogue'
import { z } from 'zod'
import {
  beginOnPage,
  findByKey,
  hasAnswered,
  hearOnPage,
  isClosed,
  prepareAsking,
  type Asking,
  type Person,
} from '#modules/dialogues'
import type { Clock } from '#platform/clock'
import { inOrganization, ring, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { limitRate, type Server } from '#platform/http'
import { tell } from '#platform/log'
import { answeredMark, personOf } from '../personal-link.ts'
import { readResults } from '../read-results.ts'
import { readSurvey } from '../read-surveys.ts'
import { answer, answerOnePage, givenIn, isOnePage, type Outcome, type Sent } from './answer-page.ts'
import { answeredHere, ended, onePage, others, step, titleOf, wordsOnly } from './compose-pages.ts'
import { findSurvey, type Found } from './find-survey.ts'
import { layout } from './layout.ts'
import { firstPage, pageOf } from './pages.ts'
import { poster, qrCode } from './poster.ts'
import { showResults } from './show-results.ts'
import { words } from './words.ts'

/** A page asks for little: from a school or a library many may answer at once. */
const requestsPerMinute = 240
const bodyLimit = 65_536
const markName = 'answered'
const markSeconds = 365 * 86_400

const token = z.object({ token: z.string().max(40) })
const session = token.extend({ key: z.string().max(40) })
const spoken = z.object({ lang: z.enum(['pl', 'en', 'uk']).optional() })
const fields = z.record(z.string(), z.array(z.string()))

/** Surveys for everyone, below `/s`: no sign-in, no script; a cookie only where a person is to answer once. */
export async function serveSurveys(
  server: Server,
  { api, clock, publicUrl }: { api: Pool; clock: Clock; publicUrl: string },
): Promise<void> {
  await server.register(
    async (scope: Server) => {
      await limitRate(scope, { perMinute: requestsPerMinute, keyOf: ({ ip }) => ip })
      scope.addContentTypeParser(
        'application/x-www-form-urlencoded',
        { parseAs: 'string', bodyLimit },
        (_request, body, done) => {
          const sent = new URLSearchParams(String(body))
          done(null, Object.fromEntries([...new Set(sent.keys())].map((name) => [name, sent.getAll(name)])))
        },
      )
      scope.setErrorHandler((error, request, reply) => {
        const problem = error instanceof Problem ? error : undefined
        const status = problem?.status ?? (error as { statusCode?: number }).statusCode ?? 500
        if (status >= 500) tell(request.log, { event: 'request-failed', err: error as Error })
        const what = status === 429 ? 'tooOften' : status < 500 ? 'lost' : 'broken'
        return reply
          .code(status)
          .type('text/html; charset=utf-8')
          .send(wordsOnly('pl', what, ''))
      })

      scope.get('/:token', { schema: { hide: true, params: token, querystring: spoken } }, async (request, reply) => {
        const { lang } = request.query
        const page = await about(request.params.token, lang, ({ found, asking }) => {
          if (isClosed(asking.about, clock.now()))
            return Promise.resolve(wordsOnly(asking.language, 'closed', found.office, found))
          if (isMarked(found, request)) return Promise.resolve(answeredHere(found, asking))
          return Promise.resolve(firstOf(found, asking))
        })
        return reply.type('text/html; charset=utf-8').send(page)
      })

      scope.post(
        '/:token',
        { bodyLimit, schema: { hide: true, params: token, body: fields.nullable() } },
        async (request, reply) => {
          const sent = request.body ?? {}
          const now = clock.now()
          const outcome = await hear(request.params.token, languageOf(sent), ({ client, found, asking }) =>
            isMarked(found, request)
              ? Promise.resolve({ page: answeredHere(found, asking) })
              : answerFirst(client, found, asking, sent, now).then((made) => withMark(made, found)),
          )
          return send(reply, outcome)
        },
      )

      scope.get(
        '/:token/:key',
        { schema: { hide: true, params: session, querystring: spoken } },
        async (request, reply) => {
          const { key } = request.params
          const { lang } = request.query
          const page = await about(request.params.token, lang, async ({ client, found, asking: fresh }) => {
            const { organizationId, id, secret } = found
            const asking = await findByKey(client, organizationId, id, key)
            const language = lang ?? asking?.language ?? fresh.language
            if (asking && asking.endedAt !== null) return ended(found, fresh.language, asking.ending)
            if (isClosed(fresh.about, clock.now())) return wordsOnly(language, 'closed', found.office, found)
            if (!asking) {
              const addressId = personOf(secret, key)
              if (addressId === undefined) throw new Problem('not-found')
              if (await hasAnswered(client, organizationId, id, addressId))
                return wordsOnly(language, 'already', found.office, found)
              return firstOf(found, fresh, key)
            }
            const shown = pageOf(asking, clock.now(), lang)
            return shown
              ? step(found, { ...asking, language: shown.language }, shown, undefined, key)
              : ended(found, language, null)
          })
          return reply.type('text/html; charset=utf-8').send(page)
        },
      )

      scope.post(
        '/:token/:key',
        { bodyLimit, schema: { hide: true, params: session, body: fields.nullable() } },
        async (request, reply) => {
          const sent = request.body ?? {}
          const { key } = request.params
          const lang = languageOf(sent)
          const now = clock.now()
          const outcome = await hear(request.params.token, lang, async ({ client, found, asking: fresh }) => {
            const { organizationId, id, secret, token: name } = found
            const addressId = personOf(secret, key)
            // Two windows of one person wait for each other here.
            const answered = addressId !== undefined && (await hasAnswered(client, organizationId, id, addressId))
            const asking = await findByKey(client, organizationId, id, key)
            if (asking && asking.endedAt !== null) return { to: `/s/${name}/${key}` }
            if (answered) return { page: wordsOnly(fresh.language, 'already', found.office, found) }
            if (!asking && addressId === undefined) throw new Problem('not-found')
            if (!asking)
              return answerFirst(
                client,
                found,
                fresh,
                sent,
                now,
                addressId === undefined ? undefined : { key, addressId },
              )
            if (lang && asking.definition.languages.includes(lang) && asking.session?.language !== lang)
              hearOnPage(asking, { is: 'language', at: now.toISOString(), language: lang }, now)
            const shown = pageOf(asking, now, lang)
            // A form that was open elsewhere while the survey went on: the question that waits is shown.
            if (!shown?.form || sent['to']?.[0] !== shown.form.node) return { to: `/s/${name}/${key}` }
            const speaking = { ...asking, language: shown.language }
            const given = givenIn(shown.form, sent)
            if (!given) return { page: step(found, speaking, shown, words[shown.language].needed, key), status: 422 }
            const made = await answer(client, found, asking, key, { form: shown.form, given, sent }, now)
            return withMark(made, found)
          })
          return send(reply, outcome)
        },
      )

      scope.get(
        '/:token/results',
        { schema: { hide: true, params: token, querystring: spoken } },
        async (request, reply) => {
          const page = await about(request.params.token, request.query.lang, async ({ client, found, asking }) => {
            if (!found.resultsPublic) throw new Problem('not-found')
            const { language } = asking
            const results = await readResults(client, found.organizationId, found.id, { language })
            const body = showResults(results, language)
            return layout({
              language,
              title: results.title,
              office: found.office,
              brand: found.brand,
              languages: others(found, '/results'),
              body,
            })
          })
          return reply.type('text/html; charset=utf-8').send(page)
        },
      )

      scope.get(
        '/:token/poster',
        { schema: { hide: true, params: token, querystring: spoken } },
        async (request, reply) => {
          const page = await about(request.params.token, request.query.lang, async ({ found, asking }) => {
            const { keyword } = asking.about
            return poster({
              language: asking.language,
              office: found.office,
              title: titleOf(found.content, asking.language),
              url: new URL(`/s/${found.token}`, publicUrl).href,
              sms: keyword !== null && found.number !== null ? { keyword, number: found.number } : null,
            })
          })
          return reply.type('text/html; charset=utf-8').send(page)
        },
      )

      scope.get('/:token/qr.svg', { schema: { hide: true, params: token } }, async (request, reply) => {
        await about(request.params.token, undefined, () => Promise.resolve())
        return reply.type('image/svg+xml').send(qrCode(new URL(`/s/${request.params.token}`, publicUrl).href).text)
      })
    },
    { prefix: '/s' },
  )

  /** What a survey asks first. */
  function firstOf(found: Found, asking: Asking, key?: string): string {
    return isOnePage(found.content)
      ? onePage(found, asking, clock.now(), new Map(), new Map(), key)
      : step(found, asking, firstPage(asking, clock.now()), undefined, key)
  }

  /** Its answer, or those to the whole page: a response begins. */
  async function answerFirst(
    client: Client,
    found: Found,
    asking: Asking,
    sent: Sent,
    now: Date,
    person?: Person,
  ): Promise<Outcome> {
    if (isClosed(asking.about, now)) return { page: wordsOnly(asking.language, 'closed', found.office, found) }
    if (isOnePage(found.content)) return answerOnePage(client, found, asking, sent, now, person)
    const form = firstPage(asking, now).form
    const given = form && givenIn(form, sent)
    if (!form || !given) {
      const page = step(found, asking, firstPage(asking, now), words[asking.language].needed, person?.key)
      return { page, status: 422 }
    }
    const { key } = beginOnPage(asking, asking.definition.timeZone, now, person)
    return answer(client, found, asking, key, { form, given, sent }, now)
  }

  /** The browser remembers that it has answered; only where each person is to answer once. */
  function withMark(outcome: Outcome, { content, secret, token: name }: Found): Marked {
    if (!outcome.mark || !content.once) return outcome
    const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
    const cookie = `${markName}=${answeredMark(secret)}; Path=/s/${name}; Max-Age=${markSeconds}; HttpOnly; SameSite=Lax${secure}`
    return { ...outcome, cookie }
  }

  /** As {@link about}, and then whoever looks at the results is told. */
  async function hear(
    name: string,
    language: Language | undefined,
    work: (survey: { client: Client; found: Found; asking: Asking }) => Promise<Marked>,
  ): Promise<Marked> {
    const { outcome, found } = await about(name, language, async (survey) => ({
      outcome: await work(survey),
      found: survey.found,
    }))
    ring(api, 'news', `survey ${found.organizationId} ${found.id}`)
    return outcome
  }

  /** Does something about the survey that a token names, under row-level security of its organization. @throws Problem not-found */
  async function about<Made>(
    name: string,
    language: Language | undefined,
    work: (survey: { client: Client; found: Found; asking: Asking }) => Promise<Made>,
  ): Promise<Made> {
    const known = await findSurvey(api, name)
    if (!known) throw new Problem('not-found')
    return inOrganization(api, known.organizationId, async (client) => {
      const asking = await prepareAsking(client, known.organizationId, known.id, { medium: 'web', language })
      if (!asking || asking.about.state === 'draft') throw new Problem('not-found')
      const { content } = await readSurvey(client, known.organizationId, known.id)
      return work({ client, found: { ...known, token: name, content }, asking })
    })
  }
}

type Marked = Outcome & { cookie?: string }

function isMarked({ content, secret }: Found, { headers }: { headers: { cookie?: string | undefined } }): boolean {
  return content.once && (headers.cookie ?? '').split('; ').includes(`${markName}=${answeredMark(secret)}`)
}

function languageOf(sent: Sent): Language | undefined {
  return spoken.shape.lang.safeParse(sent['lang']?.[0]).data
}

interface Reply {
  header: (name: string, value: string) => unknown
  redirect: (to: string, status: number) => unknown
  code: (status: number) => { type: (type: string) => { send: (page: string) => unknown } }
}

function send(reply: Reply, outcome: Marked): unknown {
  if (outcome.cookie !== undefined) reply.header('set-cookie', outcome.cookie)
  if ('to' in outcome) return reply.redirect(outcome.to, 303)
  return reply
    .code(outcome.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(outcome.page)
}
