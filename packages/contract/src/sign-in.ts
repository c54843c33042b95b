import { z } from 'zod'
import { newPassword, staffRole } from './staff.ts'
import { permission } from './api-keys.ts'

const organizationChoice = z.object({ id: z.int(), name: z.string() })

/** `GET /console-api/me`; 401 `sign-in-needed` where nobody is signed in. */
export const me = z.object({
  user: z.object({ name: z.string(), email: z.string() }),
  /** Their number among the staff of this organization. */
  staffId: z.int(),
  /** What conversations, queues and notes call them by. */
  userId: z.string(),
  organization: z.object({ id: z.int(), name: z.string(), timeZone: z.string(), language: z.enum(['pl', 'en']) }),
  /** All that they may choose with `POST /console-api/me/organization`. */
  organizations: z.array(organizationChoice),
  role: z.string(),
  permissions: z.array(permission),
  /** A made-up town with a simulator at /simulator/. */
  demo: z.boolean(),
})
export type Me = z.infer<typeof me>

/** `POST /console-api/me/organization`: holds for this session, and is the first choice at the next sign-in. */
export const chooseOrganization = z.object({ organizationId: z.int().positive() })

/** `PATCH /console-api/me` */
export const ownChange = z.object({ name: z.string().trim().min(1).max(120) })

/** `PATCH /console-api/organization`: what the office is called, and in what it speaks where nobody chose. */
export const organizationChange = z.object({ name: z.string().trim().min(1).max(120), language: z.enum(['pl', 'en']) })
export type OrganizationChange = z.infer<typeof organizationChange>

const token = z.string().min(20).max(200)

/** `POST /console-api/auth/link`: what a one-time link is for, so that its page can say it. */
export const linkQuestion = z.object({ token })
export const linkAnswer = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('invitation'),
    organization: z.string(),
    /** Null where the person enters their own. */
    email: z.string().nullable(),
    name: z.string().nullable(),
    role: staffRole,
    /** They have an account already: the password asked for is that account's. */
    known: z.boolean(),
  }),
  z.object({ is: z.literal('reset'), email: z.string() }),
])

export type LinkAnswer = z.infer<typeof linkAnswer>

/** `POST /console-api/auth/accept-invitation` */
export const acceptance = z.object({
  token,
  email: z.email().max(254).optional(),
  name: z.string().trim().min(1).max(120).optional(),
  password: z.string().min(1).max(128),
})
export type Acceptance = z.infer<typeof acceptance>

/** `POST /console-api/auth/request-reset`: answers alike whether there is such an account or not. */
export const resetRequest = z.object({ email: z.email().max(254) })
/** `POST /console-api/auth/reset-password`: ends all sessions of the account. */
export const resetPassword = z.object({ token, password: newPassword })
