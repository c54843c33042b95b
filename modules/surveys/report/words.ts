export interface ReportWords {
  channels: Record<string, string>
  states: Record<'draft' | 'open' | 'closed', string>
  made: (day: string, state: string) => string
  responses: (complete: number, partial: number) => string
  invited: (people: string, answered: string, rate: string) => string
  channel: string
  answered: (count: number) => string
  skipped: (count: number) => string
  mean: string
  score: Record<'nps' | 'csat' | 'ces', (score: string) => string>
  nobody: string
  written: string
  read: (count: number) => string
  group: (words: string, count: number) => string
  others: (count: number) => string
  waves: string
  question: string
  representation: (field: string) => string
  misplaced: (share: string) => string
  columns: {
    value: string
    invited: string
    answered: string
    rate: string
    shareInvited: string
    shareAnswered: string
  }
  rest: string
  few: string
  bands: (band: string) => string
  anonymous: string
  footer: (office: string, page: number, of: number) => string
}

const plPlural = new Intl.PluralRules('pl')
function pl(count: number, one: string, few: string, many: string): string {
  const rule = plPlural.select(count)
  return `${count.toLocaleString('pl')} ${rule === 'one' ? one : rule === 'few' ? few : many}`
}
function en(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

export const reportWords: Record<'pl' | 'en', ReportWords> = {
  pl: {
    channels: { sms: 'SMS', web: 'strona', paper: 'papier', voice: 'telefon', app: 'aplikacja', email: 'e-mail' },
    states: { draft: 'szkic', open: 'ankieta trwa', closed: 'ankieta zakończona' },
    made: (day, state) => `Stan na ${day}, ${state}.`,
    responses: (complete, partial) =>
      `${pl(complete, 'pełna odpowiedź', 'pełne odpowiedzi', 'pełnych odpowiedzi')}` +
      (partial > 0 ? ` i ${pl(partial, 'niepełna', 'niepełne', 'niepełnych')}.` : '.'),
    invited: (people, answered, rate) => `Zapytano SMS-em: ${people}. Odpowiedziało: ${answered}, to jest ${rate}.`,
    channel: 'Skąd przyszły odpowiedzi',
    answered: (count) => pl(count, 'odpowiedź', 'odpowiedzi', 'odpowiedzi'),
    skipped: (count) => `pominięto: ${count.toLocaleString('pl')}`,
    mean: 'średnia',
    score: {
      nps: (score) => `wynik NPS: ${score} (od -100 do 100)`,
      csat: (score) => `zadowolonych (4 i 5): ${score}%`,
      ces: (score) => `łatwość: ${score} z 7`,
    },
    nobody: 'Nikt jeszcze nie odpowiedział.',
    written: 'Najczęstsze wątki w odpowiedziach własnymi słowami, według wspólnych słów.',
    read: (count) => `Przejrzano: ${pl(count, 'tekst', 'teksty', 'tekstów')}.`,
    group: (words, count) => `${words}: ${pl(count, 'tekst', 'teksty', 'tekstów')}`,
    others: (count) => `Pozostałe: ${pl(count, 'tekst', 'teksty', 'tekstów')}, bez słowa wspólnego z innymi.`,
    waves: 'Porównanie z poprzednimi badaniami',
    question: 'Pytanie',
    representation: (field) => `Kto odpowiedział: ${field}`,
    misplaced: (share) =>
      `Gdyby wszystkie grupy odpowiadały tak samo chętnie, ${share} odpowiedzi pochodziłoby od kogo innego.`,
    columns: {
      value: 'Wartość',
      invited: 'Zapytani',
      answered: 'Odpowiedzieli',
      rate: 'Odsetek',
      shareInvited: 'Udział wśród zapytanych',
      shareAnswered: 'Udział wśród odpowiedzi',
    },
    rest: 'pozostałe',
    few: 'za mało',
    bands: (band) =>
      band === '75+' ? '75 lat i więcej' : band === '0-17' ? 'do 17 lat' : `${band.replace('-', '–')} lat`,
    anonymous: 'Ankieta jest anonimowa. Części z odpowiedziami mniej niż pięciu osób nie są pokazywane.',
    footer: (office, page, of) => `${office}    strona ${page} z ${of}`,
  },
  en: {
    channels: { sms: 'SMS', web: 'web page', paper: 'paper', voice: 'phone', app: 'app', email: 'e-mail' },
    states: { draft: 'a draft', open: 'the survey goes on', closed: 'the survey has ended' },
    made: (day, state) => `As of ${day}, ${state}.`,
    responses: (complete, partial) =>
      en(complete, 'whole response', 'whole responses') +
      (partial > 0 ? ` and ${en(partial, 'partial one', 'partial ones')}.` : '.'),
    invited: (people, answered, rate) => `Asked by SMS: ${people}. Answered: ${answered}, which is ${rate}.`,
    channel: 'Where the responses came from',
    answered: (count) => en(count, 'answer', 'answers'),
    skipped: (count) => `skipped: ${count.toLocaleString('en')}`,
    mean: 'mean',
    score: {
      nps: (score) => `NPS: ${score} (-100 to 100)`,
      csat: (score) => `content (4 and 5): ${score}%`,
      ces: (score) => `ease: ${score} of 7`,
    },
    nobody: 'Nobody has answered yet.',
    written: 'What people wrote about most in their own words, by the words they share.',
    read: (count) => `Looked at: ${en(count, 'text', 'texts')}.`,
    group: (words, count) => `${words}: ${en(count, 'text', 'texts')}`,
    others: (count) => `Others: ${en(count, 'text', 'texts')} that share no word with another.`,
    waves: 'Beside the surveys before',
    question: 'Question',
    representation: (field) => `Who answered: ${field}`,
    misplaced: (share) => `Had all groups answered alike, ${share} of the answers would have come from others.`,
    columns: {
      value: 'Value',
      invited: 'Asked',
      answered: 'Answered',
      rate: 'Rate',
      shareInvited: 'Share of those asked',
      shareAnswered: 'Share of answers',
    },
    rest: 'others',
    few: 'too few',
    bands: (band) => (band === '75+' ? '75 and older' : band === '0-17' ? 'up to 17' : band.replace('-', '–')),
    anonymous: 'The survey is anonymous. Parts with answers of fewer than five people are not shown.',
    footer: (office, page, of) => `${office}    page ${page} of ${of}`,
  },
}
