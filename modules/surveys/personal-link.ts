import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SurveyLink } from '@kurenda/contract'
import { toE164, upsertAddresses } from '#modules/audience'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

const idBytes = 6
/** 96 bits are not guessed under the page's throttle. */
const macBytes = 12

/** The last part of a person's own link: who they are, signed with the survey's secret, so that nobody makes one for another. */
export function personalKey(secret: Buffer, addressId: number): string {
  const id = Buffer.alloc(idBytes)
  id.writeUIntBE(addressId, 0, idBytes)
  return Buffer.concat([id, sign(secret, `person ${addressId}`)]).toString('base64url')
}

/** Whose link it is; undefined for what this survey has not signed. */
export function personOf(secret: Buffer, key: string): number | undefined {
  const bytes = Buffer.from(key, 'base64url')
  if (bytes.length !== idBytes + macBytes) return undefined
  const addressId = bytes.readUIntBE(0, idBytes)
  return timingSafeEqual(bytes.subarray(idBytes), sign(secret, `person ${addressId}`)) ? addressId : undefined
}

/** What a browser keeps that has answered. It names nobody, and is the same for all: it cannot lead to a response. */
export function answeredMark(secret: Buffer): string {
  return sign(secret, 'answered').toString('base64url')
}

function sign(secret: Buffer, what: string): Buffer {
  return createHmac('sha256', secret).update(what).digest().subarray(0, macBytes)
}

/**
 * A link of one's own for each of these numbers, aligned; the same number gets the same link again.
 * @throws Problem not-found, invalid-request for a number that cannot be one
 */
export async function makePersonalLinks(
  client: Client,
  organizationId: number,
  surveyId: number,
  { phones, publicUrl }: { phones: readonly string[]; publicUrl: string },
): Promise<SurveyLink[]> {
  const linkOf = await linksOf(client, organizationId, surveyId, publicUrl)
  const numbers = phones.map((phone, index) => {
    const number = toE164(phone, { foreign: true })
    if ('refused' in number) throw new Problem('invalid-request', { fields: [`phones.${index}`] })
    return number.e164
  })
  const addresses = await upsertAddresses(client, organizationId, numbers)
  return numbers.map((phone) => ({ phone, url: linkOf(addresses.get(phone) ?? 0) }))
}

/** The link of an address, in this survey. @throws Problem not-found */
export async function linksOf(
  client: Client,
  organizationId: number,
  surveyId: number,
  publicUrl: string,
): Promise<(addressId: number) => string> {
  const { rows } = await client.query<{ secret: Buffer; token: string }>(
    'SELECT secret, token FROM survey WHERE organization_id = $1 AND id = $2',
    [organizationId, surveyId],
  )
  const survey = rows[0]
  if (!survey) throw new Problem('not-found')
  return (addressId) => new URL(`/s/${survey.token}/${personalKey(survey.secret, addressId)}`, publicUrl).href
}
