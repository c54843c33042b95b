import type { RejectionReason } from '@kurenda/contract'
import type { Language } from '#platform/i18n'

/** Why a line of a list was refused, in words, for the report that a clerk opens in a spreadsheet. */
const words: Record<RejectionReason, Record<Language, string>> = {
  empty: { pl: 'brak numeru', en: 'no number' },
  'too-short': { pl: 'numer za krótki', en: 'number too short' },
  'not-a-number': { pl: 'to nie jest numer telefonu', en: 'not a phone number' },
  foreign: { pl: 'numer zagraniczny', en: 'foreign number' },
  'fixed-line': { pl: 'numer stacjonarny', en: 'fixed-line number' },
  premium: { pl: 'numer o podwyższonej opłacie', en: 'premium-rate number' },
  'malformed-line': { pl: 'nie udało się rozdzielić pól', en: 'the fields could not be told apart' },
  'line-too-long': { pl: 'wiersz jest za długi', en: 'the line is too long' },
  'unclosed-quote': { pl: 'niezamknięty cudzysłów', en: 'a quote that nobody closed' },
  'too-many-fields': { pl: 'więcej pól niż kolumn', en: 'more fields than columns' },
  'field-too-long': { pl: 'pole jest za długie', en: 'a field is too long' },
  'unreadable-letters': { pl: 'nieczytelne litery', en: 'unreadable letters' },
  'email-invalid': { pl: 'niepoprawny adres e-mail', en: 'not an e-mail address' },
  'language-unknown': { pl: 'nieznany język', en: 'unknown language' },
  'name-too-long': { pl: 'imię i nazwisko są za długie', en: 'the name is too long' },
  'not-a-value-number': { pl: 'wartość nie jest liczbą', en: 'a value is no number' },
  'not-a-date': { pl: 'wartość nie jest datą', en: 'a value is no date' },
  'not-yes-or-no': { pl: 'wartość nie jest „tak” ani „nie”', en: 'a value is neither yes nor no' },
  'not-a-choice': { pl: 'wartości nie ma na liście', en: 'a value is not in its list' },
  'value-too-long': { pl: 'wartość jest za długa', en: 'a value is too long' },
}

export function rejectionWords(reason: string, language: Language): string {
  return reason in words ? words[reason as RejectionReason][language] : reason
}
