import { z } from 'zod'
import { instant, page, pageQuery } from './paging.ts'

/** `staff:12`, `key:3`, or `system`: numbers of this organization, never names. */
const actor = z.string().regex(/^((staff|key):\d+|system)$/)

/** Who did what to what. */
export const auditEntry = z
  .object({
    /** 1, 2, 3 … without a gap. */
    seq: z.int(),
    at: instant,
    actor,
    /** The actor's name of today; it is not part of the audit. */
    actorName: z.string().nullable(),
    verb: z.string(),
    noun: z.string(),
    /** The number or code of what it was done to; may be empty. */
    subject: z.string(),
    /** JSON as it was hashed. */
    details: z.string(),
    /** SHA-256 in hex of the previous entry's hash and of this entry's `auditLines`. */
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof auditEntry>
export const auditPage = page(auditEntry)
/** `GET /audit`, the newest first. */
export const auditQuery = pageQuery.extend({
  actor: actor.optional(),
  noun: z.string().max(40).optional(),
  subject: z.string().max(64).optional(),
})

/** What stands before the first entry. */
export const auditOrigin = '0'.repeat(64)

/** The text whose SHA-256 (UTF-8) is an entry's hash: the previous hash and the fields, a line each. */
export function auditLines(
  previousHash: string,
  organizationId: number,
  entry: Omit<AuditEntry, 'hash' | 'actorName'>,
): string {
  const { seq, at, actor, verb, noun, subject, details } = entry
  return [previousHash, organizationId, seq, at, actor, verb, noun, subject, details].join('\n')
}

/** `GET /audit/verification?head=…` */
export const auditQuestion = z.object({
  /** A hash that was written down outside: is it still in the chain? */
  head: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .transform((hash) => hash.toLowerCase())
    .optional(),
})
export const auditVerification = z
  .object({
    ok: z.boolean(),
    organizationId: z.int(),
    entries: z.int(),
    /** The newest entry, to be written down outside; null while there is none. */
    head: z.object({ seq: z.int(), hash: z.string() }).nullable(),
    /** The first entry that does not fit: changed, missing, or cut off at the end. */
    broken: z.object({ seq: z.int(), why: z.enum(['changed', 'missing', 'cut-off']) }).nullable(),
    /** Where the given head stands in the chain; null where it is not in it, absent where none was given. */
    anchor: z.object({ seq: z.int() }).nullable().optional(),
  })
  .meta({ id: 'AuditVerification' })
export type AuditVerification = z.infer<typeof auditVerification>
