import { createHash, randomBytes } from 'node:crypto'

/** What the database keeps of a token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** 256 random bits, for a link that works once. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url')
}

/** The console's page for the token. Behind the `#` it reaches neither a server's log nor a Referer header. */
export function linkOf(publicUrl: string, token: string): string {
  return `${publicUrl}/console/welcome#${token}`
}

const hour = 3_600_000

/** How long links work. */
export const lifetimes = { invitation: 7 * 24 * hour, resetByAdministrator: 24 * hour, resetBySelf: hour } as const
