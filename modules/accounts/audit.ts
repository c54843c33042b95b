import type { Client } from '#platform/db'

/** Numbers of the organization's own staff and keys; `system` for what runs by itself. */
export type Actor = `staff:${number}` | `key:${number}` | 'system'

/** In whose name an act is done, and for which organization. Every {@link Caller} is one. */
export interface Author {
  organizationId: number
  actor: Actor
}

type Detail = number | boolean | null | string | readonly (number | string)[]

export interface Act {
  by: Author
  /** In lower case with hyphens: `change-role`. */
  verb: string
  noun: string
  /** The number or code of what it was done to. */
  id?: number | string
  /** Numbers and codes; never a name, a number to call, an address or a text. */
  details?: Readonly<Record<string, Detail>>
}

const code = /^[A-Za-z0-9_.:*-]{1,64}$/

/**
 * Writes an act into the audit, in the transaction of the act itself: both are there or neither is. The entry joins the
 * organization's chain at the commit, so this may be called anywhere in the transaction. Under the api's and the engine's role.
 * @throws Error where a detail is no code, since it might be personal data
 */
export async function audit(client: Client, { by, verb, noun, id = '', details = {} }: Act): Promise<void> {
  await client.query(
    'INSERT INTO audit_entry (organization_id, actor, verb, noun, subject, details) VALUES ($1, $2, $3, $4, $5, $6)',
    [by.organizationId, by.actor, verb, noun, String(id), canonical(details)],
  )
}

function canonical(details: Readonly<Record<string, Detail>>): string {
  const entries = Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [name, value] of entries)
    for (const item of [value].flat())
      if (typeof item === 'string' && !code.test(item)) throw new Error(`The audit's detail ${name} is no code.`)
  return JSON.stringify(Object.fromEntries(entries))
}
