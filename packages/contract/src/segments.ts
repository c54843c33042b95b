import { z } from 'zod'
import { contactLanguage, contactLimits } from './contacts.ts'
import { pageQuery } from './paging.ts'

const id = z.int().positive()
const key = z.string().min(1).max(200)
const value = z.string().trim().min(1).max(contactLimits.fieldValue)
const day = z.iso.date()

/**
 * One thing that is true of a contact or not. Comparisons of a field say what they compare as: a value that is no number or
 * no date is not less than anything.
 */
const leaf = z.discriminatedUnion('is', [
  z.object({ is: z.literal('in_group'), group: id }),
  z.object({ is: z.literal('not_in_group'), group: id }),
  z.object({ is: z.literal('language'), language: contactLanguage }),
  z.object({ is: z.literal('has_phone') }),
  z.object({ is: z.literal('has_no_phone') }),
  z.object({ is: z.literal('has_email') }),
  z.object({ is: z.literal('has_no_email') }),
  z.object({ is: z.literal('opted_out') }),
  z.object({ is: z.literal('not_opted_out') }),
  /** Added to the contacts on that day or later, or before it; days of the organization's time zone. */
  z.object({ is: z.literal('created_since'), day }),
  z.object({ is: z.literal('created_before'), day }),
  z.object({ is: z.literal('replied_to'), broadcast: id }),
  z.object({ is: z.literal('not_replied_to'), broadcast: id }),
  z.object({ is: z.literal('field_set'), field: key }),
  z.object({ is: z.literal('field_not_set'), field: key }),
  z.object({ is: z.literal('field_equal'), field: key, value }),
  z.object({ is: z.literal('field_not_equal'), field: key, value }),
  z.object({ is: z.literal('field_contains'), field: key, value }),
  z.object({ is: z.literal('field_number'), field: key, compare: z.enum(['<', '<=', '>', '>=']), number: z.number() }),
  z.object({ is: z.literal('field_date'), field: key, compare: z.enum(['<', '<=', '>', '>=']), day }),
])
export type ConditionLeaf = z.infer<typeof leaf>

export type Condition = ConditionLeaf | { all: Condition[] } | { any: Condition[] } | { not: Condition }

const mostDeep = 5
const mostLeaves = 50

const tree: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    leaf,
    z.strictObject({ all: z.array(tree).min(1).max(mostLeaves) }),
    z.strictObject({ any: z.array(tree).min(1).max(mostLeaves) }),
    z.strictObject({ not: tree }),
  ]),
)

function sizeOf(condition: Condition): { deep: number; leaves: number } {
  if ('is' in condition) return { deep: 1, leaves: 1 }
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [condition.not]
  const sizes = parts.map(sizeOf)
  return {
    deep: 1 + Math.max(...sizes.map((size) => size.deep)),
    leaves: sizes.reduce((sum, size) => sum + size.leaves, 0),
  }
}

/** Whom a segment holds: at most 50 conditions, five deep. */
export const condition = tree
  .refine((value) => sizeOf(value).leaves <= mostLeaves, { message: `at most ${mostLeaves} conditions` })
  .refine((value) => sizeOf(value).deep <= mostDeep, { message: `at most ${mostDeep} deep` })
  .meta({ id: 'Condition' })

/** A saved filter; who belongs to it is found anew at each use. */
export const segment = z
  .object({ id, name: z.string(), condition, version: z.int().positive() })
  .meta({ id: 'Segment' })
export type Segment = z.infer<typeof segment>
export const segmentList = z.object({ items: z.array(segment) })
export type SegmentList = z.infer<typeof segmentList>

const name = z.string().trim().min(1).max(200)
export const newSegment = z.object({ name, condition })
export type NewSegment = z.input<typeof newSegment>
/** 409 `segment-changed` where the version is an older one. */
export const segmentChange = z.object({
  version: z.int().positive(),
  name: name.optional(),
  condition: condition.optional(),
})

/** `POST …/contacts/search`: a page of those who fit a filter that is not saved. */
export const contactSearch = pageQuery.extend({ condition })

/** `POST …/audience/count`, whom a broadcast is for: everyone of the groups, of the segments, and at the numbers; each person and each number once. */
export const audienceRequest = z.object({
  groups: z.array(id).max(1_000).default([]),
  segments: z.array(id).max(100).default([]),
  /** A filter that is not saved. */
  condition: condition.optional(),
  /** One number an item, as people write them. */
  numbers: z.array(z.string().max(40)).max(50_000).default([]),
})
export type AudienceRequest = z.input<typeof audienceRequest>

/** How many would get it, and why the others would not. */
export const audienceCount = z
  .object({
    /** People and bare numbers that were chosen. */
    chosen: z.int(),
    recipients: z.int(),
    excluded: z.object({ optedOut: z.int(), noPhone: z.int(), trashed: z.int(), duplicateNumber: z.int() }),
    /** Pasted numbers that are none, by their place in the list (the first is 1); at most 1,000 of them, all are counted. */
    refused: z.array(z.object({ line: z.int(), reason: z.string() })),
    refusedCount: z.int(),
  })
  .meta({ id: 'AudienceCount' })
export type AudienceCount = z.infer<typeof audienceCount>
