import { hasTwoDigits, isFree } from './phrases.ts'
import type { Count, Phrases } from './phrases.ts'

export const pl: Phrases = {
  yes: 'Tak',
  no: 'Nie',
  skip: 'Pomiń',
  send: 'Wyślij',
  range: (least, most) => [least && `od ${least}`, most && `do ${most}`].filter(Boolean).join(' '),
  ends: (from, low, to, high) => [low && `${from} – ${low}`, high && `${to} – ${high}`].filter(Boolean).join(', '),
  reminder: 'Przypominamy:',
  unclear: 'Przepraszamy, nie rozumiemy tej odpowiedzi.',
  ambiguous: (between) => `Nie wiemy, o co chodzi: ${between.join(' czy ')}?`,
  noSuchNumber: 'Nie ma takiego numeru.',
  numberOutOfRange: 'Tej liczby nie możemy przyjąć.',
  dateOutOfRange: 'Tego dnia nie możemy przyjąć.',
  notThese: 'Tych odpowiedzi nie możemy przyjąć.',
  tooLong: (most) => `Ta odpowiedź jest za długa. Najwięcej znaków: ${most}.`,
  handedOver: 'Przekazaliśmy sprawę do urzędu. Odezwie się człowiek.',
  required: 'Na to pytanie potrzebujemy odpowiedzi.',
  written: {
    choice: 'Odpisz numerem.',
    choices: (count) => `${chosen(count, 'Odpisz numerami')}, np. 1, 2.`,
    yesNo: 'Odpisz TAK albo NIE.',
    number: (range) => `Odpisz liczbą${range && ` ${range}`}.`,
    scale: (range) => `Odpisz liczbą ${range}.`,
    date: (range, example) => `Odpisz datą${range && ` ${range}`}, np. ${example}.`,
    text: 'Odpisz własnymi słowami.',
    location: 'Odpisz adresem.',
    photo: 'Wyślij zdjęcie.',
    skip: 'Możesz też napisać POMIŃ.',
  },
  spoken: {
    choice: 'Naciśnij numer.',
    choices: (count) =>
      `${chosen(count, hasTwoDigits(count) ? 'Naciśnij numery, po każdym gwiazdkę' : 'Naciśnij numery po kolei')}, a na koniec krzyżyk.`,
    yesNo: 'Jeśli tak, naciśnij 1. Jeśli nie, naciśnij 2.',
    number: (range) => `Wybierz liczbę${range && ` ${range}`} i naciśnij krzyżyk.`,
    scale: (range) => `Wybierz liczbę ${range} i naciśnij krzyżyk.`,
    date: (range) => `Wybierz dzień i miesiąc, cztery cyfry${range && `, ${range}`}, i naciśnij krzyżyk.`,
    text: 'Powiedz po sygnale, a na koniec naciśnij krzyżyk.',
    location: 'Podaj adres po sygnale, a na koniec naciśnij krzyżyk.',
    photo: 'Przez telefon nie da się wysłać zdjęcia.',
    skip: 'Aby pominąć, naciśnij krzyżyk.',
    key: (label, key) => `${label}: naciśnij ${key}.`,
    repeat: 'Aby powtórzyć, naciśnij gwiazdkę.',
  },
  letter: { click: 'Wystarczy jedno kliknięcie:', open: 'Odpowiedz na stronie:' },
  field: {
    choices: (count) => (isFree(count) ? 'Zaznacz, co pasuje.' : `${chosen(count, 'Zaznacz')}.`),
    location: 'Ulica i numer albo opis miejsca',
    date: (range) => (range ? `Dzień ${range}` : 'Dzień'),
    number: (range) => (range ? `Liczba ${range}` : 'Liczba'),
  },
}

function chosen(count: Count, verb: string): string {
  const { least, most, of } = count
  if (isFree(count)) return verb
  if (least === most) return `${verb} (dokładnie ${most})`
  return `${verb} (${[least > 1 && `co najmniej ${least}`, most < of && `najwyżej ${most}`].filter(Boolean).join(', ')})`
}
