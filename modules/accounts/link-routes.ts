import {
  acceptance,
  done,
  linkAnswer,
  linkQuestion,
  resetPassword as newPassword,
  resetRequest,
} from '@kurenda/contract'
import { Problem } from '#platform/errors'
import type { Server } from '#platform/http'
import { tell } from '#platform/log'
import { acceptInvitation } from './accept-invitation.ts'
import { describeLink } from './describe-link.ts'
import type { Desk } from './desk.ts'
import { requestReset } from './request-reset.ts'
import { resetPassword } from './reset-password.ts'
import { signInPath } from './sign-in.ts'
import { isFree, throttle } from './throttle.ts'

/** For whoever holds a one-time link, and for whoever forgot their password: nobody is signed in. */
export function serveLinks(server: Server, desk: Desk): void {
  const { api, clock } = desk
  const bodyLimit = 16_384

  server.post(
    `${signInPath}/link`,
    { bodyLimit, schema: { hide: true, body: linkQuestion, response: { 200: linkAnswer } } },
    async (request, reply) => {
      await throttle(api, reply, 'link', request.ip, clock.now())
      return describeLink(api, request.body.token, clock.now())
    },
  )

  server.post(
    `${signInPath}/accept-invitation`,
    { bodyLimit, schema: { hide: true, body: acceptance, response: { 200: done } } },
    async (request, reply) => {
      const now = clock.now()
      await throttle(api, reply, 'link', request.ip, now)
      await acceptInvitation(api, request.body, now, (email) => throttle(api, reply, 'sign-in', email, now))
      return { done: true as const }
    },
  )

  server.post(
    `${signInPath}/request-reset`,
    { bodyLimit, schema: { hide: true, body: resetRequest, response: { 200: done } } },
    async (request, reply) => {
      const now = clock.now()
      const { mail } = desk
      if (!mail) throw new Problem('mail-not-set-up')
      await throttle(api, reply, 'reset-from', request.ip, now)
      // What follows differs in time for a known address, so that nobody waits for it; beyond the limit it is left out.
      if (await isFree(api, 'reset-to', request.body.email, now))
        void requestReset({ ...desk, mail }, request.body.email).catch((error: unknown) =>
          tell(request.log, { event: 'reset-failed', err: error }),
        )
      return { done: true as const }
    },
  )

  server.post(
    `${signInPath}/reset-password`,
    { bodyLimit, schema: { hide: true, body: newPassword, response: { 200: done } } },
    async (request, reply) => {
      await throttle(api, reply, 'link', request.ip, clock.now())
      await resetPassword(api, request.body.token, request.body.password, clock.now())
      return { done: true as const }
    },
  )
}
