import { z } from 'zod'
import { idsText, instant, page, pageQuery } from './paging.ts'

/** Limits of a contact; each is told with its field when it is passed. */
export const contactLimits = {
  name: 200,
  addresses: 10,
  fields: 200,
  fieldValue: 1_000,
  note: 4_000,
  search: 100,
} as const

export const contactLanguage = z.enum(['pl', 'en', 'uk'])
export type ContactLanguage = z.infer<typeof contactLanguage>

const id = z.int().positive()
const version = z.int().positive()
const name = z.string().trim().min(1).max(contactLimits.name)
const phones = z.array(z.string().trim().min(1).max(40)).max(contactLimits.addresses)
const emails = z.array(z.email().max(254)).max(contactLimits.addresses)

/** Values by the key of their field; an empty text takes the value away. Numbers and yes/no may come as such. */
const fieldValues = z.record(
  z.string().min(1).max(200),
  z.union([z.string().trim().max(contactLimits.fieldValue), z.number(), z.boolean()]),
)

/** A number or an e-mail address of a contact. */
export const contactAddress = z.object({
  kind: z.enum(['phone', 'email']),
  /** E.164, or the address in small letters. */
  value: z.string(),
  optedOut: z.boolean(),
})

/** A person, or a phone whose owner nobody knows (`name` null). */
export const contact = z
  .object({
    id,
    name: z.string().nullable(),
    language: z.string(),
    /** In the order in which they are used: the first phone is the one that is texted. */
    addresses: z.array(contactAddress),
    groups: z.array(z.object({ id, name: z.string() })),
    fields: z.record(z.string(), z.string()),
    /** Give it back with a change: whoever changed the contact in the meantime is not overwritten. */
    version,
    createdAt: instant,
    updatedAt: instant,
    /** When it went to trash; it is erased 30 days later. */
    trashedAt: instant.nullable(),
  })
  .meta({ id: 'Contact' })
export type Contact = z.infer<typeof contact>
export const contactPage = page(contact)
export type ContactPage = z.infer<typeof contactPage>

/** `GET …/contacts`. `search` is a piece of a name, number or e-mail address, with or without Polish letters. */
export const contactQuery = pageQuery.extend({
  search: z.string().trim().max(contactLimits.search).optional(),
  group: z.coerce.number().int().positive().optional(),
  segment: z.coerce.number().int().positive().optional(),
  language: contactLanguage.optional(),
  /** Those who refused at any of their addresses, or those who did not. */
  optedOut: z.stringbool().optional(),
  /** The trash instead of the list. */
  trash: z.stringbool().default(false),
})
export type ContactQuery = z.input<typeof contactQuery>

/** So many contacts are changed in one go. */
const mostAtOnce = 10_000

/** `GET …/contacts/ids`: the numbers of a filtered list, the newest first. */
export const contactIdsQuery = contactQuery.omit({ cursor: true, limit: true })
/** At most 10,000 of them; `more` where there are others. */
export const contactIds = z.object({ ids: z.array(id), more: z.boolean() })
export type ContactIds = z.infer<typeof contactIds>

/** `POST …/contacts/trash` and `…/contacts/restore`: contacts by number, at most 10,000. */
export const contactSelection = z.object({ contacts: z.array(id).min(1).max(mostAtOnce) })
/** How many of them were not there before. */
export const contactsMoved = z.object({ moved: z.int() })
export type ContactsMoved = z.infer<typeof contactsMoved>

/** `GET …/contacts/export`: the list as a file, filtered alike, or only the contacts named (at most 1,000). */
export const exportQuery = contactIdsQuery
  .omit({ trash: true })
  .extend({ only: idsText.optional(), format: z.enum(['csv', 'xlsx']).default('csv') })

/** `POST …/contacts`: a phone alone is enough. */
export const newContact = z
  .object({
    name: name.optional(),
    language: contactLanguage.optional(),
    phones: phones.default([]),
    emails: emails.default([]),
    fields: fieldValues.default({}),
    groups: z.array(id).max(100).default([]),
  })
  .refine((value) => value.name !== undefined || value.phones.length + value.emails.length > 0, {
    path: ['name'],
    message: 'a name, a phone or an e-mail address',
  })
export type NewContact = z.input<typeof newContact>

/** `PATCH …/contacts/:id`: what is left out stays. 409 `contact-changed` where the version is an older one. */
export const contactChange = z.object({
  version,
  name: name.nullable().optional(),
  language: contactLanguage.optional(),
  phones: phones.optional(),
  emails: emails.optional(),
  fields: fieldValues.optional(),
})
export type ContactChange = z.input<typeof contactChange>

export const contactNote = z.object({ id, text: z.string(), author: z.string(), at: instant })
export type ContactNote = z.infer<typeof contactNote>
export const newNote = z.object({ text: z.string().trim().min(1).max(contactLimits.note) })
/** What staff noted of a contact, newest first, at most 500. */
export const contactNotes = z.object({ items: z.array(contactNote) })

export const fieldType = z.enum(['text', 'number', 'date', 'yes_no', 'choice'])
export type FieldType = z.infer<typeof fieldType>

/** A field that the office keeps of its contacts. */
export const contactField = z
  .object({
    id,
    /** What templates and lists call it; stays when the label changes. */
    key: z.string(),
    label: z.string(),
    type: fieldType,
    /** Of a choice: its values. Of yes/no: the word for yes, the word for no. */
    choices: z.array(z.string()),
  })
  .meta({ id: 'ContactField' })
export type ContactField = z.infer<typeof contactField>
export const contactFieldList = z.object({ items: z.array(contactField) })
export type ContactFieldList = z.infer<typeof contactFieldList>

const label = z.string().trim().min(1).max(100)
const choices = z.array(z.string().trim().min(1).max(100)).max(100)
export const newContactField = z
  .object({ label, type: fieldType, choices: choices.default([]) })
  .refine((value) => value.type !== 'choice' || value.choices.length > 0, { path: ['choices'], message: 'choices' })
export type NewContactField = z.input<typeof newContactField>
export const contactFieldChange = z.object({ label: label.optional(), choices: choices.min(1).optional() })

/** Two contacts that may be one person. */
export const duplicatePair = z.object({ one: contact, other: contact, sharedNumber: z.string() })
export const duplicatePage = page(duplicatePair)
export type DuplicatePage = z.infer<typeof duplicatePage>
/** `POST …/contacts/merge`: `merge` becomes part of `keep`. */
export const contactMerge = z.object({ keep: id, merge: id }).refine((value) => value.keep !== value.merge, {
  path: ['merge'],
  message: 'another contact than keep',
})
export const contactMerged = z.object({ merge: id, contact })
