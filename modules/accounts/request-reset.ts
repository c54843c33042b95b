import { inOrganization, transaction } from '#platform/db'
import type { Mailer } from '#platform/mail'
import type { Desk } from './desk.ts'
import { findMemberships } from './find-memberships.ts'
import { resetMail } from './mail-texts.ts'
import { keepReset } from './offer-reset.ts'
import { hashToken, lifetimes, linkOf, makeToken } from './one-time-token.ts'
import { readLetterhead } from './read-letterhead.ts'

/**
 * Mails a link by which a person sets a new password, once, within an hour. An unknown address is passed over in silence.
 */
export async function requestReset(
  { api, clock, mail, publicUrl }: Desk & { mail: Mailer },
  email: string,
): Promise<void> {
  const { rows } = await api.query<{ id: string }>('SELECT id FROM "user" WHERE email = $1', [email.toLowerCase()])
  const userId = rows[0]?.id
  const works = userId === undefined ? undefined : (await findMemberships(api, userId))[0]
  if (userId === undefined || !works) return
  const token = makeToken()
  const now = clock.now()
  const expiresAt = new Date(now.getTime() + lifetimes.resetBySelf)
  await transaction(api, (client) => keepReset(client, { token, userId, now, expiresAt }))
  const letterhead = await inOrganization(api, works.organizationId, (client) =>
    readLetterhead(client, works.organizationId),
  )
  const sent = await mail.send({
    to: email,
    ...resetMail(letterhead, { link: linkOf(publicUrl, token), expiresAt }),
  })
  if (!sent) await api.query('DELETE FROM password_reset WHERE token_hash = $1', [hashToken(token)])
}
