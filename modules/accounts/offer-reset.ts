import { inOrganization, type Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { accessStaff, worksElsewhere } from './access-staff.ts'
import { audit } from './audit.ts'
import type { Caller } from './caller.ts'
import type { Desk } from './desk.ts'
import { resetMail } from './mail-texts.ts'
import { hashToken, lifetimes, linkOf, makeToken } from './one-time-token.ts'
import { readLetterhead } from './read-letterhead.ts'

/**
 * Gives a member of staff a link by which they set a new password, once, within a day. The old password works until then.
 * Someone who works elsewhere too gets it by mail only: whoever saw it could enter the other office.
 * @throws Problem `not-found`, `forbidden`, `person-shared`, `mail-failed`
 */
export async function offerReset(
  desk: Desk,
  caller: Caller,
  staffId: number,
): Promise<{ link: string | null; mailed: boolean; expiresAt: string }> {
  const token = makeToken()
  const now = desk.clock.now()
  const expiresAt = new Date(now.getTime() + lifetimes.resetByAdministrator)
  const { email, shared, letterhead } = await inOrganization(desk.api, caller.organizationId, async (client) => {
    const person = await accessStaff(client, caller, staffId)
    if (!person.active) throw new Problem('not-found')
    const elsewhere = await worksElsewhere(client, person.userId)
    if (elsewhere && desk.mail === null) throw new Problem('person-shared')
    await keepReset(client, { token, userId: person.userId, now, expiresAt })
    await audit(client, { by: caller, verb: 'offer-reset', noun: 'staff', id: staffId })
    return {
      email: person.email,
      shared: elsewhere,
      letterhead: await readLetterhead(client, caller.organizationId),
    }
  })
  const link = linkOf(desk.publicUrl, token)
  const mailed = (await desk.mail?.send({ to: email, ...resetMail(letterhead, { link, expiresAt }) })) ?? false
  if (!mailed && shared) throw new Problem('mail-failed')
  return { link: mailed ? null : link, mailed, expiresAt: expiresAt.toISOString() }
}

/** Of all links of a person only the newest works. */
export async function keepReset(
  client: Client,
  { token, userId, now, expiresAt }: { token: string; userId: string; now: Date; expiresAt: Date },
): Promise<void> {
  await client.query('DELETE FROM password_reset WHERE user_id = $1', [userId])
  await client.query(
    'INSERT INTO password_reset (token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)',
    [hashToken(token), userId, now, expiresAt],
  )
}
