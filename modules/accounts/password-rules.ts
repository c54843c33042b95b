import { Problem } from '#platform/errors'

const shortest = 12

/**
 * Length protects a password, not a mixture of signs (NIST SP 800-63B §3.1.1.2); what can be guessed from the account does not.
 * @throws Problem `password-weak`
 */
export function mustBeStrong(password: string, account: { email: string; name: string }): void {
  const folded = password.toLowerCase()
  const parts = [...account.email.split('@'), ...account.name.split(/\s+/), 'kurenda', 'password', 'haslo', 'hasło']
  const left = parts
    .map((part) => part.toLowerCase())
    .filter((part) => part.length >= 4)
    .reduce((rest, part) => rest.replaceAll(part, ''), folded)
  if (password.length < shortest || left.length < shortest / 2 || new Set(folded).size < 5)
    throw new Problem('password-weak')
}
