import { z } from 'zod'
import { toE164, upsertAddresses } from '#modules/audience'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/** What staff recorded of a wish that was told them, by phone or at the counter. */
export interface StaffRecord {
  /** A number as people write it, or an e-mail address. */
  address: string
  /** How the wish was told. */
  reason: string
  by: string
  at: Date
}

/**
 * Stops broadcasts to the address and writes it into the ledger. One that is out already keeps its date, and the ledger
 * still gets the wish. @throws Problem `address-invalid`
 */
export async function recordRefusal(client: Client, organizationId: number, record: StaffRecord): Promise<void> {
  const addressId = await addressOf(client, organizationId, record.address)
  await client.query(
    `INSERT INTO opt_out (organization_id, address_id, at, source, by, reason) VALUES ($1, $2, $3, 'staff', $4, $5)
     ON CONFLICT (organization_id, address_id) DO NOTHING`,
    [organizationId, addressId, record.at, record.by, record.reason],
  )
  await addEvent(client, organizationId, addressId, 'opt_out', record)
}

/** Lets broadcasts reach the address again. @throws Problem `address-invalid`; `opt-out-unknown` where it is not out */
export async function withdrawRefusal(client: Client, organizationId: number, record: StaffRecord): Promise<void> {
  const addressId = await addressOf(client, organizationId, record.address)
  const { rowCount } = await client.query('DELETE FROM opt_out WHERE organization_id = $1 AND address_id = $2', [
    organizationId,
    addressId,
  ])
  if (rowCount === 0) throw new Problem('opt-out-unknown')
  await addEvent(client, organizationId, addressId, 'opt_in', record)
}

const email = z.email().max(254)

async function addressOf(client: Client, organizationId: number, given: string): Promise<number> {
  const mail = email.safeParse(given.trim().toLowerCase())
  const number = toE164(given, { foreign: true, fixedLine: true })
  const [value, kind] = mail.success
    ? [mail.data, 'email' as const]
    : ['e164' in number ? number.e164 : undefined, 'phone' as const]
  if (value === undefined) throw new Problem('address-invalid', { address: given })
  const id = (await upsertAddresses(client, organizationId, [value], kind)).get(value)
  if (id === undefined) throw new Error('the address was not made')
  return id
}

async function addEvent(
  client: Client,
  organizationId: number,
  addressId: number,
  what: 'opt_out' | 'opt_in',
  { reason, by, at }: StaffRecord,
): Promise<void> {
  await client.query(
    `INSERT INTO consent_event (organization_id, address_id, what, words, source, at, by) VALUES ($1, $2, $3, $4, 'staff', $5, $6)`,
    [organizationId, addressId, what, reason, at, by],
  )
}
