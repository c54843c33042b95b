import type { Language } from '#platform/i18n'
import type { Failure } from './list-failures.ts'

/** What kind of reason kept a message from arriving. */
export type FailureKind =
  'number' | 'sender' | 'rejected' | 'undelivered' | 'expired' | 'interrupted' | 'provider-away' | 'other'

/** Reasons as connectors and receipts say them; the first that fits decides. */
const kinds: readonly (readonly [RegExp, FailureKind])[] = [
  [/^ESME_RINVDST/, 'number'],
  [/^ESME_RINVSRC/, 'sender'],
  [/^(ESME_RX_._APPN|ESME_RSUBMITFAIL|REJECTD)/, 'rejected'],
  [/^(interrupted|no answer|the connection broke|only a part)/, 'interrupted'],
  [/^(throttled|not-connected|stopped|ESME_RTHROTTLED|ESME_RMSGQFUL|ESME_RSYSERR)/, 'provider-away'],
  [/^(UNDELIV|DELETED|UNKNOWN|err:|$)/i, 'undelivered'],
]

const words: Record<FailureKind, Record<Language, { explanation: string; advice: string }>> = {
  number: {
    pl: { explanation: 'Operator nie zna tego numeru.', advice: 'Sprawdź numery w kartach osób i popraw je.' },
    en: { explanation: 'The provider does not know this number.', advice: 'Check the numbers of these people.' },
  },
  sender: {
    pl: {
      explanation: 'Operator nie przyjmuje tego nadawcy.',
      advice: 'Zarejestruj nadpis u operatora albo wybierz innego nadawcę w ustawieniach kanału.',
    },
    en: {
      explanation: 'The provider does not take this sender.',
      advice: 'Register the sender’s name with the provider, or choose another in the channel’s settings.',
    },
  },
  rejected: {
    pl: {
      explanation: 'Operator odrzucił wiadomość.',
      advice: 'Zwykle to blokada treści lub nadawcy. Zapytaj operatora, podając kod.',
    },
    en: {
      explanation: 'The provider refused the message.',
      advice: 'Usually its content or sender is blocked. Ask the provider, naming the code.',
    },
  },
  undelivered: {
    pl: {
      explanation: 'Telefon nie odebrał wiadomości.',
      advice: 'Numer może być nieczynny. Ponów wysyłkę do nieudanych albo zadzwoń.',
    },
    en: {
      explanation: 'The phone did not take the message.',
      advice: 'The number may be out of use. Retry the failed ones, or call.',
    },
  },
  expired: {
    pl: {
      explanation: 'Minął czas, przez który wiadomość mogła być doręczona.',
      advice: 'Telefon był wyłączony albo poza zasięgiem. Jeśli treść jest nadal ważna, ponów wysyłkę.',
    },
    en: {
      explanation: 'The time in which the message could be delivered has passed.',
      advice: 'The phone was off or out of reach. If the text still matters, retry.',
    },
  },
  interrupted: {
    pl: {
      explanation: 'Połączenie przerwano w trakcie wysyłania i nie wiadomo, czy wiadomość dotarła.',
      advice: 'Wyślij ponownie, jeśli lepiej dostać ją dwa razy niż wcale. W przeciwnym razie zostaw.',
    },
    en: {
      explanation: 'The connection broke while it was being sent, and nobody knows whether it arrived.',
      advice: 'Send again if twice is better than never. Otherwise leave it.',
    },
  },
  'provider-away': {
    pl: {
      explanation: 'Operator był niedostępny, aż minął czas ważności wiadomości.',
      advice: 'Sprawdź stan kanału. Gdy wróci, ponów wysyłkę do nieudanych.',
    },
    en: {
      explanation: 'The provider was away until the message’s time was over.',
      advice: 'Look at the channel. When it is back, retry the failed ones.',
    },
  },
  other: {
    pl: { explanation: 'Operator podał inny powód.', advice: 'Zapytaj operatora, podając kod.' },
    en: { explanation: 'The provider gave another reason.', advice: 'Ask the provider, naming the code.' },
  },
}

/** What a reason means and what to do about it, in words for a clerk. */
export function explainFailure(
  { state, reason }: Pick<Failure, 'state' | 'reason'>,
  language: Language,
): { kind: FailureKind; explanation: string; advice: string } {
  const kind = kindOf(state, reason)
  return { kind, ...words[kind][language] }
}

function kindOf(state: Failure['state'], reason: string): FailureKind {
  if (state === 'uncertain') return 'interrupted'
  const found = kinds.find(([shape]) => shape.test(reason))?.[1] ?? 'other'
  // A phone that was never reached, unlike a provider that never was.
  return state === 'expired' && found !== 'provider-away' ? 'expired' : found
}
