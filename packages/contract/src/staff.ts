import { z } from 'zod'

export const staffRole = z.enum(['administrator', 'editor', 'approver', 'duty_officer', 'agent', 'auditor'])

/** `POST /api/v1/staff` */
export const newStaff = z.object({
  email: z.email().max(254),
  name: z.string().trim().min(1).max(120),
  role: staffRole.default('administrator'),
})

/** The first password is told this once. */
export const addedStaff = z.object({ email: z.string(), name: z.string(), role: staffRole, password: z.string() })
