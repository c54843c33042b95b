import { z } from 'zod'

/** `GET /console-api/me`; 401 `sign-in-needed` where nobody is signed in. */
export const me = z.object({
  user: z.object({ name: z.string(), email: z.string() }),
  organization: z.object({ name: z.string(), timeZone: z.string(), language: z.enum(['pl', 'en']) }),
  role: z.string(),
  /** A made-up town with a simulator at /simulator/. */
  demo: z.boolean(),
})
export type Me = z.infer<typeof me>
