import { z } from 'zod'
import { instant, page, pageQuery } from './paging.ts'

/** What a column of a list becomes. */
export const columnUse = z.discriminatedUnion('as', [
  z.object({ as: z.literal('ignore') }),
  z.object({ as: z.literal('name') }),
  z.object({ as: z.literal('given_name') }),
  z.object({ as: z.literal('family_name') }),
  z.object({ as: z.literal('phone') }),
  z.object({ as: z.literal('email') }),
  z.object({ as: z.literal('language') }),
  z.object({ as: z.literal('field'), key: z.string().min(1).max(200) }),
])
export type ColumnUse = z.infer<typeof columnUse>
/** A use for each column of the list, in order. One of them is the phone. */
export const columnMapping = z.array(columnUse).max(200)

/** The mapping travels in the address, as JSON: the body is the list. */
const mappingText = z
  .string()
  .max(20_000)
  .transform((text, context) => {
    try {
      return columnMapping.parse(JSON.parse(text))
    } catch {
      context.addIssue({ code: 'custom', message: 'not a mapping of columns' })
      return z.NEVER
    }
  })

/** `POST …/contacts/import?…`; the body is the list itself, CSV or XLSX. Without a mapping the columns are told by their names. */
export const importQuery = z.object({
  group: z.string().trim().min(1).max(200),
  phoneColumn: z.string().min(1).max(200).optional(),
  mapping: mappingText.optional(),
})
export type ImportQuery = z.output<typeof importQuery>
/** `POST …/opt-outs/import`; the body is the list itself. */
export const refusalImportQuery = importQuery.pick({ phoneColumn: true })
export const importPreviewQuery = importQuery.pick({ phoneColumn: true, mapping: true })

/** `POST …/contacts/import/preview`: what an import would make of the first 100 rows. Nothing is written. */
export const importPreview = z
  .object({
    columns: z.array(z.string()),
    mapping: columnMapping,
    rows: z.array(
      z.object({
        line: z.int(),
        values: z.array(z.string()),
        /** Why the line would be refused. */
        problem: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ImportPreview' })
export type ImportPreview = z.infer<typeof importPreview>

export const imported = z
  .object({
    /** Its number: the report of rejected lines and the undo are below `…/imports/:id`. */
    import: z.int(),
    group: z.string(),
    /** Lines that became people of the group. */
    imported: z.int(),
    duplicates: z.int(),
    /** At most 10,000 of them; all are counted. */
    rejected: z.array(z.object({ line: z.int(), reason: z.string() })),
    rejectedCount: z.int(),
  })
  .meta({ id: 'Imported' })
export type Imported = z.infer<typeof imported>

/** Why a line of a list is refused. */
export const rejectionReasons = [
  'empty',
  'too-short',
  'not-a-number',
  'foreign',
  'fixed-line',
  'premium',
  'malformed-line',
  'line-too-long',
  'unclosed-quote',
  'too-many-fields',
  'field-too-long',
  'unreadable-letters',
  'email-invalid',
  'language-unknown',
  'name-too-long',
  'not-a-value-number',
  'not-a-date',
  'not-yes-or-no',
  'not-a-choice',
  'value-too-long',
] as const
export type RejectionReason = (typeof rejectionReasons)[number]

export const importState = z.enum(['running', 'finished', 'failed', 'undone'])
/** A list that was read. */
export const importRecord = z
  .object({
    id: z.int(),
    kind: z.enum(['contacts', 'opt_outs']),
    group: z.string().nullable(),
    state: importState,
    imported: z.int(),
    duplicates: z.int(),
    rejected: z.int(),
    by: z.string().nullable(),
    startedAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Import' })
export type ImportRecord = z.infer<typeof importRecord>
export const importPage = page(importRecord)
/** Contacts that went to trash, and memberships that ended; contacts changed since the import stay. */
export const importUndone = z.object({ trashed: z.int(), removed: z.int(), kept: z.int() })
export type ImportPage = z.infer<typeof importPage>
export type ImportUndone = z.infer<typeof importUndone>
/** Numbers of the list that are stopped now, and those that were before. */
export const optOutsImported = z.object({
  import: z.int(),
  stopped: z.int(),
  already: z.int(),
  rejected: z.array(z.object({ line: z.int(), reason: z.string() })),
  rejectedCount: z.int(),
})
export type OptOutsImported = z.infer<typeof optOutsImported>

/** Whoever asked for no more messages at this address. */
export const optOut = z
  .object({
    kind: z.enum(['phone', 'email']),
    value: z.string(),
    at: instant,
    /** `sms`: they wrote it themselves; `staff`: someone here recorded it; `import`: it came with a list. */
    source: z.string(),
    by: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'OptOut' })
export type OptOut = z.infer<typeof optOut>
export const optOutPage = page(optOut)
export type OptOutPage = z.infer<typeof optOutPage>
/** `search`: a piece of the number or e-mail address. */
export const optOutQuery = pageQuery.extend({ search: z.string().trim().max(100).optional() })
const reason = z.string().trim().min(3).max(500)
const address = z.string().trim().min(3).max(254)
/** `POST …/opt-outs`: a number or an e-mail address, and how the wish was told. */
export const newOptOut = z.object({ address, reason })
/** `POST …/opt-outs/withdraw`: the person wants messages again; how they said so. */
export const optOutWithdrawal = z.object({ address, reason })
