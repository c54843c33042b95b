import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Other people's secrets (a provider's password, the key of a webhook) as they lie in the database, of no use to who has only a copy
 * of it: AES-256-GCM (NIST SP 800-38D) under a key from the folder of secrets.
 */
export interface Seal {
  /** @param of whose it is, e.g. `channel 3 password`: moved to another place it does not open */
  close(plain: string, of: string): string
  /** What was stored before there was a seal comes back as it is. @throws SealBroken */
  open(stored: string, of: string): string
}

/** Closed with another key, for somebody else, or damaged. */
export class SealBroken extends Error {
  constructor(of: string) {
    super(`the stored secret of ${of} does not open with the key of this town (secrets/seal)`)
    this.name = 'SealBroken'
  }
}

const mark = 'sealed:'
const cipher = 'aes-256-gcm'
const [nonceBytes, tagBytes] = [12, 16]

/** @param secret of at least 128 bits, known to every role of the town */
export function openSeal(secret: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'kurenda seal 1', 32))
  return {
    close(plain, of) {
      const nonce = randomBytes(nonceBytes)
      const closing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(of))
      const closed = Buffer.concat([closing.update(plain, 'utf8'), closing.final()])
      return mark + Buffer.concat([nonce, closing.getAuthTag(), closed]).toString('base64url')
    },
    open(stored, of) {
      if (!stored.startsWith(mark)) return stored
      const bytes = Buffer.from(stored.slice(mark.length), 'base64url')
      const [nonce, rest] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes)]
      try {
        const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes })
          .setAAD(Buffer.from(of))
          .setAuthTag(rest.subarray(0, tagBytes))
        return opening.update(rest.subarray(tagBytes), undefined, 'utf8') + opening.final('utf8')
      } catch {
        throw new SealBroken(of)
      }
    },
  }
}
