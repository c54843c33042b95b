import type { Contact as Shown } from '@kurenda/contract'
import type { Contact } from './contact-rows.ts'

/** A contact as it travels. */
export function presentContact(contact: Contact): Shown {
  return {
    ...contact,
    createdAt: contact.createdAt.toISOString(),
    updatedAt: contact.updatedAt.toISOString(),
    trashedAt: contact.trashedAt?.toISOString() ?? null,
  }
}
