import { hashPassword } from 'better-auth/crypto'
import { transaction, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { attemptKey, forgetAttempts } from './count-attempt.ts'
import { auditInEach } from './audit-in-each.ts'
import { findReset } from './describe-link.ts'
import { hashToken } from './one-time-token.ts'
import { mustBeStrong } from './password-rules.ts'
import { setPassword } from './set-password.ts'

/**
 * Sets a new password by a one-time link, ends every session of the account, and forgets its wrong passwords.
 * @throws Problem `link-spent`, `password-weak`
 */
export async function resetPassword(api: Pool, token: string, password: string, now: Date): Promise<void> {
  const person = await findReset(api, token, now)
  mustBeStrong(password, person)
  const passwordHash = await hashPassword(password)
  await transaction(api, async (client) => {
    const used = await client.query('DELETE FROM password_reset WHERE token_hash = $1 AND expires_at > $2', [
      hashToken(token),
      now,
    ])
    if (used.rowCount === 0) throw new Problem('link-spent')
    await setPassword(client, person.userId, passwordHash)
    await client.query('DELETE FROM "session" WHERE "userId" = $1', [person.userId])
    await forgetAttempts(client, attemptKey('sign-in', person.email))
    await auditInEach(client, person.userId, 'reset-password')
  })
}
