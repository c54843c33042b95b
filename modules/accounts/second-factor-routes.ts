import {
  done,
  idParams,
  newPasskey,
  passkeyOptions,
  passkeyProof,
  passwordProof,
  recoveryCodes,
  secondFactorCode,
  secondFactorOffer,
  security,
  signedIn,
} from '@kurenda/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { renderSVG } from 'uqr'
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Server } from '#platform/http'
import { callerOf, staffOf } from './caller.ts'
import { keepChallenge, takeChallenge } from './challenges.ts'
import { handOver, headersOf, takeCookies } from './hand-over.ts'
import { mustKeepFactor, needsSecondFactor } from './owed-factor.ts'
import {
  addPasskey,
  askForPasskey,
  listPasskeys,
  offerPasskey,
  recognisePasskey,
  removePasskey,
  siteOf,
  type Site,
} from './passkeys.ts'
import { ownNames, signInPath, type SignIn } from './sign-in.ts'
import { throttle } from './throttle.ts'

interface Door {
  api: Pool
  clock: Clock
  signIn: SignIn
  publicUrl: string
}

const offered = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) })
const renewed = z.object({ backupCodes: z.array(z.string()) })
const challenge = z.object({ challenge: z.string() })
const bodyLimit = 65_536

/** With a passkey instead of a password: nobody is signed in yet. */
export function servePasskeys(server: Server, { api, clock, signIn, publicUrl }: Door): void {
  const site = (request: FastifyRequest) => mustBeSite(publicUrl, request)

  server.post(
    `${signInPath}/passkey/options`,
    { schema: { hide: true, response: { 200: passkeyOptions } } },
    async (request, reply) => {
      await throttle(api, reply, 'passkey', request.ip, clock.now())
      const options = await askForPasskey(site(request))
      await keepChallenge(signIn, reply, 'passkey', { challenge: options.challenge }, clock.now())
      return { ...options }
    },
  )

  server.post(
    `${signInPath}/passkey`,
    { bodyLimit, schema: { hide: true, body: passkeyProof, response: { 200: signedIn } } },
    async (request, reply) => {
      await throttle(api, reply, 'passkey', request.ip, clock.now())
      const { value } = await takeChallenge(signIn, request, reply, 'passkey', challenge)
      const userId = await recognisePasskey(api, site(request), {
        ...value,
        credential: request.body.credential,
        now: clock.now(),
      })
      await letIn(signIn, request, reply, { userId, secondFactor: true })
      return { done: true as const, secondFactor: false }
    },
  )
}

/** Starts a session for who proved who they are otherwise than by a password. @throws Problem `no-organization` */
export async function letIn(
  signIn: SignIn,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: { userId: string; boundTo?: number; secondFactor: boolean },
): Promise<void> {
  const answer = await signIn.api.enter({ body: visitor, headers: headersOf(request), asResponse: true })
  if (!answer.ok) throw new Problem('no-organization')
  takeCookies(answer, reply)
}

/** `/console-api/auth/…` for who is signed in: how they sign in from now on. */
export function securityRoutes(scope: Server, { api, clock, signIn, publicUrl }: Door): void {
  const own = { allows: 'organization:read' } as const
  const setUp = { ...own, answersOwing: 'set-up' } as const
  const ask = (request: FastifyRequest, reply: FastifyReply, path: string, given: object) => {
    mustBeFree(request)
    return handOver(signIn, request, reply, `/two-factor/${path}`, { ...given })
  }

  scope.get('/security', { config: setUp, schema: { response: { 200: security } } }, async (request) => {
    const { userId, boundTo } = staffOf(request)
    const { rows } = await api.query<{ on: boolean }>('SELECT "twoFactorEnabled" AS on FROM "user" WHERE id = $1', [
      userId,
    ])
    const passkeys = await listPasskeys(api, userId)
    return {
      secondFactor: rows[0]?.on ?? false,
      required: await needsSecondFactor(api, userId),
      passkeysPossible: siteOf(ownNames(publicUrl), calledBy(publicUrl, request)) !== undefined,
      bound: boundTo !== null,
      passkeys: passkeys.map((one) => ({
        ...one,
        createdAt: one.createdAt.toISOString(),
        lastUsedAt: one.lastUsedAt?.toISOString() ?? null,
      })),
    }
  })

  scope.post(
    '/second-factor/begin',
    { config: setUp, schema: { body: passwordProof, response: { 200: secondFactorOffer } } },
    async (request, reply) => {
      const { totpURI: uri, backupCodes } = offered.parse(await ask(request, reply, 'enable', request.body))
      return { uri, qr: renderSVG(uri), recoveryCodes: backupCodes }
    },
  )

  scope.post(
    '/second-factor/confirm',
    { config: setUp, schema: { body: secondFactorCode, response: { 200: done } } },
    async (request, reply) => {
      await ask(request, reply, 'verify-totp', { code: request.body.code.replace(/\D/g, '') })
      return { done: true as const }
    },
  )

  scope.post(
    '/second-factor/disable',
    { config: own, schema: { body: passwordProof, response: { 200: done } } },
    async (request, reply) => {
      await mustKeepFactor(api, staffOf(request).userId, 'code')
      await ask(request, reply, 'disable', request.body)
      return { done: true as const }
    },
  )

  scope.post(
    '/recovery-codes',
    { config: own, schema: { body: passwordProof, response: { 200: recoveryCodes } } },
    async (request, reply) => {
      const said = renewed.parse(await ask(request, reply, 'generate-backup-codes', request.body))
      return { recoveryCodes: said.backupCodes }
    },
  )

  scope.post(
    '/passkeys/options',
    { config: setUp, schema: { body: passwordProof, response: { 200: passkeyOptions } } },
    async (request, reply) => {
      mustBeFree(request)
      const { email, userId: id } = staffOf(request)
      await throttle(api, reply, 'sign-in', email, clock.now())
      await mustKnowPassword(signIn, request, request.body.password)
      const options = await offerPasskey(api, mustBeSite(publicUrl, request), {
        id,
        email,
        name: callerOf(request).name,
      })
      await keepChallenge(signIn, reply, 'new-passkey', { challenge: options.challenge }, clock.now())
      return { ...options }
    },
  )

  scope.post(
    '/passkeys',
    { config: setUp, bodyLimit, schema: { body: newPasskey, response: { 200: done } } },
    async (request, reply) => {
      mustBeFree(request)
      const { value } = await takeChallenge(signIn, request, reply, 'new-passkey', challenge)
      const { userId, sessionId } = staffOf(request)
      const given = { ...request.body, ...value, userId, sessionId, now: clock.now() }
      await addPasskey(api, mustBeSite(publicUrl, request), given)
      return { done: true as const }
    },
  )

  scope.delete(
    '/passkeys/:id',
    { config: own, schema: { params: idParams, response: { 200: done } } },
    async (request) => {
      mustBeFree(request)
      await removePasskey(api, staffOf(request).userId, request.params.id)
      return { done: true as const }
    },
  )
}

/** An office whose provider let someone in has no say over their account. @throws Problem `account-elsewhere` */
function mustBeFree(request: FastifyRequest): void {
  if (staffOf(request).boundTo !== null) throw new Problem('account-elsewhere')
}

/** @throws Problem `sign-in-failed` */
async function mustKnowPassword(signIn: SignIn, request: FastifyRequest, password: string): Promise<void> {
  const said = await signIn.api
    .verifyPassword({ body: { password }, headers: headersOf(request) })
    .catch(() => undefined)
  if (!said?.status) throw new Problem('sign-in-failed')
}

/** By which of its names the browser called the town. */
const calledBy = (publicUrl: string, request: FastifyRequest) =>
  request.headers.origin ?? `${new URL(publicUrl).protocol}//${request.headers.host}`

/** @throws Problem `passkey-refused` where the town is called by a number, or by a name that is not its own */
function mustBeSite(publicUrl: string, request: FastifyRequest): Site {
  const site = siteOf(ownNames(publicUrl), calledBy(publicUrl, request))
  if (!site) throw new Problem('passkey-refused')
  return site
}
