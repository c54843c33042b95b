import type { Condition, ConditionLeaf } from '@kurenda/contract'
import sql, { join, type Sql } from 'sql-template-tag'

/**
 * How an exact value of a field is looked up. Row-level security keeps a request from the index of `fields`, so that over the
 * whole list it asks a function of the owner; where few rows are looked at, or above row-level security, the operator does.
 */
export type FieldLookUp = 'by-function' | 'by-operator'

/**
 * A condition on the contact `c`, as SQL that is true or false and never null. Every value is a parameter.
 * @param lookUp `by-function` only where `kurenda.organization` is set to this organization
 */
export function compileCondition(organizationId: number, condition: Condition, lookUp: FieldLookUp): Sql {
  const compile = (part: Condition): Sql => {
    if ('all' in part) return sql`(${join(part.all.map(compile), ' AND ')})`
    if ('any' in part) return sql`(${join(part.any.map(compile), ' OR ')})`
    if ('not' in part) return sql`(NOT ${compile(part.not)})`
    return compileLeaf(organizationId, part, lookUp)
  }
  return compile(condition)
}

const comparisons = { '<': sql`<`, '<=': sql`<=`, '>': sql`>`, '>=': sql`>=` }

function compileLeaf(organizationId: number, leaf: ConditionLeaf, lookUp: FieldLookUp): Sql {
  switch (leaf.is) {
    case 'in_group':
      return sql`(EXISTS (${memberOf(organizationId, leaf.group)}))`
    case 'not_in_group':
      return sql`(NOT EXISTS (${memberOf(organizationId, leaf.group)}))`
    case 'language':
      return sql`(c.language = ${leaf.language})`
    case 'has_phone':
      return sql`(c.phone_id IS NOT NULL)`
    case 'has_no_phone':
      return sql`(c.phone_id IS NULL)`
    case 'has_email':
      return sql`(position('@' IN c.addresses) > 0)`
    case 'has_no_email':
      return sql`(position('@' IN c.addresses) = 0)`
    case 'opted_out':
      return sql`(EXISTS (${optedOut(organizationId)}))`
    case 'not_opted_out':
      return sql`(NOT EXISTS (${optedOut(organizationId)}))`
    case 'created_since':
      return sql`(c.created_at >= ${startOf(organizationId, leaf.day)})`
    case 'created_before':
      return sql`(c.created_at < ${startOf(organizationId, leaf.day)})`
    case 'replied_to':
      return sql`(EXISTS (${repliedTo(organizationId, leaf.broadcast)}))`
    case 'not_replied_to':
      return sql`(NOT EXISTS (${repliedTo(organizationId, leaf.broadcast)}))`
    case 'field_set':
      return sql`(${textOf(leaf.field)} <> '')`
    case 'field_not_set':
      return sql`(${textOf(leaf.field)} = '')`
    case 'field_equal':
      return equals(leaf, lookUp)
    case 'field_not_equal':
      return sql`(${textOf(leaf.field)} <> ${leaf.value})`
    case 'field_contains':
      return sql`(position(search_fold(${leaf.value}) IN search_fold(${textOf(leaf.field)})) > 0)`
    case 'field_number': {
      const text = textOf(leaf.field)
      // A text that is no number is not less than anything, and casting it would end the query.
      return sql`coalesce(CASE WHEN ${text} ~ '^-?[0-9]{1,15}([.][0-9]{1,9})?$' THEN ${text}::numeric ${comparisons[leaf.compare]} ${leaf.number}::numeric END, false)`
    }
    case 'field_date': {
      const text = textOf(leaf.field)
      // Days of ISO 8601 compare as texts do.
      return sql`coalesce(CASE WHEN ${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN ${text} COLLATE "C" ${comparisons[leaf.compare]} ${leaf.day} END, false)`
    }
  }
}

function textOf(field: string): Sql {
  return sql`coalesce(c.fields ->> ${field}::text, '')`
}

function equals({ field, value }: { field: string; value: string }, lookUp: FieldLookUp): Sql {
  const wanted = JSON.stringify({ [field]: value })
  return lookUp === 'by-function'
    ? sql`(c.id IN (SELECT contacts_with_fields(${wanted}::jsonb)))`
    : sql`(c.fields @> ${wanted}::jsonb)`
}

function memberOf(organizationId: number, group: number): Sql {
  return sql`SELECT FROM group_member m WHERE m.organization_id = ${organizationId} AND m.group_id = ${group} AND m.contact_id = c.id`
}

/** Whoever refused at any of their addresses. */
function optedOut(organizationId: number): Sql {
  return sql`SELECT FROM opt_out o
    JOIN contact_address oc ON oc.organization_id = o.organization_id AND oc.address_id = o.address_id
    WHERE o.organization_id = ${organizationId} AND oc.contact_id = c.id`
}

function repliedTo(organizationId: number, broadcast: number): Sql {
  return sql`SELECT FROM conversation r
    JOIN contact_address rc ON rc.organization_id = r.organization_id AND rc.address_id = r.address_id
    WHERE r.organization_id = ${organizationId} AND r.broadcast_id = ${broadcast} AND rc.contact_id = c.id`
}

/** Midnight of the office. */
function startOf(organizationId: number, day: string): Sql {
  return sql`(${day}::timestamp AT TIME ZONE (SELECT time_zone FROM organization WHERE id = ${organizationId}))`
}
