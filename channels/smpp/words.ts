import { SmppBindError, statusName, statusWords } from '@kurenda/smpp'

/** What the system and TLS say by a code, for staff. */
const known: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'serwer operatora nie przyjmuje połączeń',
  ECONNRESET: 'operator zerwał połączenie',
  EHOSTUNREACH: 'serwer operatora jest nieosiągalny',
  ENETUNREACH: 'sieć jest nieosiągalna',
  ENOTFOUND: 'nie ma takiego serwera',
  EAI_AGAIN: 'serwer nazw nie odpowiada',
  ETIMEDOUT: 'serwer operatora nie odpowiada',
  CERT_HAS_EXPIRED: 'certyfikat operatora wygasł',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certyfikat operatora nie jest zaufany',
  SELF_SIGNED_CERT_IN_CHAIN: 'certyfikat operatora nie jest zaufany',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certyfikat operatora nie jest zaufany',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certyfikat operatora nie jest zaufany',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certyfikat operatora jest wystawiony na inną nazwę',
  ERR_KURENDA_PIN: 'certyfikat operatora nie jest tym, który podano',
}

/** Why a connection is down: the provider's own status first, else what the network says. */
export function downWords(error: Error): string {
  if (error instanceof SmppBindError) return `${statusWords(error.status, 'pl')} (${statusName(error.status)})`
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const words = code === undefined ? undefined : known[code]
  return words === undefined ? error.message : `${words} (${code})`
}
