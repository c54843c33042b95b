import { z } from 'zod'
import { instant, page } from './paging.ts'

export const staffRole = z.enum(['administrator', 'editor', 'approver', 'duty_officer', 'agent', 'auditor'])
export type StaffRole = z.infer<typeof staffRole>

const email = z.email().max(254)
const personName = z.string().trim().min(1).max(120)
const unitIds = z.array(z.int().positive()).max(100)
/** Further rules are said by the problem `password-weak`. */
export const newPassword = z.string().min(12).max(128)

/** Who works here; `id` is theirs in this organization. */
export const staffMember = z
  .object({
    id: z.int(),
    /** What conversations, queues and notes call them by; the same in every organization. */
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    role: staffRole,
    unitIds: z.array(z.int()),
    active: z.boolean(),
    since: instant,
  })
  .meta({ id: 'StaffMember' })
export type StaffMember = z.infer<typeof staffMember>
export const staffPage = page(staffMember)
export type StaffPage = z.infer<typeof staffPage>

/** `PATCH /staff/:id`: what is left out stays. */
export const staffChange = z.object({
  name: personName.optional(),
  email: email.optional(),
  role: staffRole.optional(),
  unitIds: unitIds.optional(),
})
export type StaffChange = z.infer<typeof staffChange>

/** `POST /invitations` */
export const newInvitation = z.object({
  email,
  name: personName,
  role: staffRole.default('administrator'),
  unitIds: unitIds.default([]),
})
export type NewInvitation = z.infer<typeof newInvitation>

/** `POST /staff`: at once, with a password that the caller chose, for scripts. */
export const newStaff = newInvitation.extend({ password: newPassword })

/**
 * A link that works once. Where the town sends mail, `link` is null and `mailed` true; elsewhere, or where the mail could not
 * be handed over, the link is told this once, to be passed on by other means.
 */
const oneTimeLink = z.object({ link: z.string().nullable(), mailed: z.boolean(), expiresAt: instant })
export const resetLink = oneTimeLink

export const invitation = z
  .object({
    id: z.int(),
    /** Null for the first administrator's: they enter their own. */
    email: z.string().nullable(),
    name: z.string().nullable(),
    role: staffRole,
    unitIds: z.array(z.int()),
    createdAt: instant,
    expiresAt: instant,
  })
  .meta({ id: 'Invitation' })
export type Invitation = z.infer<typeof invitation>
/** `GET /invitations`: those that wait, and those that ran out and were not renewed. */
export const invitationList = z.object({ items: z.array(invitation) })
export const invited = invitation.extend(oneTimeLink.shape).meta({ id: 'Invited' })
export type Invited = z.infer<typeof invited>
