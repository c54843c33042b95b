import type { ReasonCode } from '@kurenda/channel'
import type { Language } from '#platform/i18n'
import type { Failure } from './list-failures.ts'

/** What kind of reason kept a message from arriving. */
export type FailureKind =
  | 'number'
  | 'sender'
  | 'text'
  | 'partial'
  | 'rejected'
  | 'undelivered'
  | 'expired'
  | 'interrupted'
  | 'provider-away'
  | 'other'

/** Our own codes. */
const own: Record<ReasonCode, FailureKind> = {
  throttled: 'provider-away',
  'not-connected': 'provider-away',
  stopped: 'provider-away',
  incomplete: 'provider-away',
  'no-answer': 'interrupted',
  'connection-lost': 'interrupted',
  interrupted: 'interrupted',
  'sender-not-allowed': 'sender',
  'not-sendable': 'text',
  'partly-accepted': 'partial',
}

/** Providers' codes and those of receipts; the first that fits decides. */
const kinds: readonly (readonly [RegExp, FailureKind])[] = [
  [/^ESME_RINVDST/, 'number'],
  [/^ESME_RINVSRC/, 'sender'],
  [/^(ESME_RX_[PR]_APPN|ESME_RSUBMITFAIL|REJECTD)/, 'rejected'],
  [/^ESME_RINVMSGLEN/, 'text'],
  [/^ESME_(RTHROTTLED|RMSGQFUL|RSYSERR|RX_T_APPN)/, 'provider-away'],
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
  text: {
    pl: {
      explanation: 'Tej treści nie da się wysłać tym kanałem.',
      advice: 'Zwykle jest za długa. Skróć ją i wyślij ponownie.',
    },
    en: {
      explanation: 'This channel cannot carry the text.',
      advice: 'Usually it is too long. Shorten it and send it again.',
    },
  },
  partial: {
    pl: {
      explanation: 'Operator przyjął tylko część długiej wiadomości.',
      advice: 'Mieszkaniec mógł dostać urwany tekst. Ponów wysyłkę do nieudanych.',
    },
    en: {
      explanation: 'The provider took only some parts of a long message.',
      advice: 'The person may have got a text that breaks off. Retry the failed ones.',
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
  const found = ownKind(reason) ?? kinds.find(([shape]) => shape.test(reason))?.[1] ?? 'other'
  // A phone that was never reached, unlike a provider that never was.
  return state === 'expired' && found !== 'provider-away' ? 'expired' : found
}

function ownKind(reason: string): FailureKind | undefined {
  const codes: Readonly<Record<string, FailureKind>> = own
  return Object.hasOwn(codes, reason) ? codes[reason] : undefined
}
