import type { Words } from '@kurenda/channel'
import { SmppBindError, statusName, statusWords } from '@kurenda/smpp'

const untrusted: Words = {
  pl: 'certyfikat operatora nie jest zaufany',
  en: 'the provider’s certificate is not trusted',
}

/** What the system and TLS say by a code, for staff. */
const known: Readonly<Record<string, Words>> = {
  ECONNREFUSED: { pl: 'serwer operatora nie przyjmuje połączeń', en: 'the provider’s server takes no connections' },
  ECONNRESET: { pl: 'operator zerwał połączenie', en: 'the provider broke the connection' },
  EHOSTUNREACH: { pl: 'serwer operatora jest nieosiągalny', en: 'the provider’s server cannot be reached' },
  ENETUNREACH: { pl: 'sieć jest nieosiągalna', en: 'the network cannot be reached' },
  ENOTFOUND: { pl: 'nie ma takiego serwera', en: 'there is no such server' },
  EAI_AGAIN: { pl: 'serwer nazw nie odpowiada', en: 'the name server does not answer' },
  ETIMEDOUT: { pl: 'serwer operatora nie odpowiada', en: 'the provider’s server does not answer' },
  CERT_HAS_EXPIRED: { pl: 'certyfikat operatora wygasł', en: 'the provider’s certificate has expired' },
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    pl: 'certyfikat operatora jest wystawiony na inną nazwę',
    en: 'the provider’s certificate is for another name',
  },
  ERR_KURENDA_PIN: {
    pl: 'certyfikat operatora nie jest tym, który podano',
    en: 'the provider’s certificate is not the one that was given',
  },
}

/** Why a connection is down: the provider's own status first, else what the network says. */
export function downWords(error: Error): Words {
  if (error instanceof SmppBindError) return inBoth((language) => statusSaid(error.status, language))
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const words = code === undefined ? undefined : known[code]
  return inBoth((language) => (words === undefined ? error.message : `${words[language]} (${code})`))
}

/** What is missing of a channel's connections, and why the first of them is. */
export function limitedWords(up: number, of: number, reason: Words | undefined): Words {
  const why = (language: keyof Words) => (reason === undefined ? '' : `: ${reason[language]}`)
  return { pl: `${up} z ${of} połączeń${why('pl')}`, en: `${up} of ${of} connections${why('en')}` }
}

/** A status in words, and its name, by which the provider knows it. */
export function statusSaid(status: number, language: keyof Words): string {
  return `${statusWords(status, language)} (${statusName(status)})`
}

function inBoth(say: (language: keyof Words) => string): Words {
  return { pl: say('pl'), en: say('en') }
}
