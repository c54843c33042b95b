import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'

const visitor = z.object({
  userId: z.string(),
  /** The organization whose identity provider vouched for them: the session acts for no other one. */
  boundTo: z.int().optional(),
  /** They showed a passkey. */
  secondFactor: z.boolean(),
})

/** Lets in who proved who they are otherwise than by a password; no route of the library leads here. */
export const entrance = {
  id: 'entrance',
  endpoints: {
    enter: createAuthEndpoint.serverOnly({ method: 'POST', body: visitor }, async (ctx) => {
      const { userId, boundTo, secondFactor } = ctx.body
      const { internalAdapter } = ctx.context
      const user = await internalAdapter.findUserById(userId)
      if (!user) throw new APIError('UNAUTHORIZED')
      const place = boundTo === undefined ? {} : { organizationId: boundTo, boundTo }
      const session = await internalAdapter.createSession(userId, false, { ...place, secondFactor })
      await setSessionCookie(ctx, { session, user })
      return ctx.json({ done: true })
    }),
  },
}
