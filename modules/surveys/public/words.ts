import type { Language } from '@kurenda/dialogue'

interface Words {
  name: string
  /** Of the list of languages. */
  choose: string
  survey: string
  question: (number: number, of: number) => string
  /** A question that may be left out. */
  optional: string
  send: string
  anonymous: string
  start: (questions: number) => string
  mistakes: string
  needed: string
  done: string
  results: string
  closed: { title: string; text: string }
  full: { title: string; text: string }
  /** On a page that stays after the answers. */
  kept: string
  already: { title: string; text: string }
  answeredHere: { title: string; text: string; others: string; bySms: (word: string, number: string) => string }
  lost: { title: string; text: string }
  tooOften: { title: string; text: string }
  broken: { title: string; text: string }
  people: (count: number) => string
  nobody: string
  mean: string
  score: string
  again: string
  poster: { lead: string; phone: string; scan: string; address: string; text: string }
}

export const words: Record<Language, Words> = {
  pl: {
    name: 'Polski',
    choose: 'Język',
    survey: 'ankieta',
    question: (number, of) => `Pytanie ${number} z ${of}`,
    optional: 'Można pominąć.',
    send: 'Wyślij odpowiedzi',
    anonymous: 'Ankieta jest anonimowa: nikt nie zobaczy, kto co odpowiedział.',
    start: (count) =>
      `${count} ${pick('pl', count, ['pytanie', 'pytania', 'pytań'])}, bez konta i bez podawania nazwiska.`,
    mistakes: 'Coś wymaga poprawki. Reszta odpowiedzi została.',
    needed: 'Wybierz lub wpisz odpowiedź.',
    done: 'Gotowe',
    results: 'Zobacz wyniki',
    closed: { title: 'Ankieta jest zamknięta', text: 'Dziękujemy za chęci. Tej odpowiedzi nie możemy już doliczyć.' },
    full: {
      title: 'Mamy już komplet odpowiedzi',
      text: 'Dziękujemy za chęci. Zebraliśmy tyle głosów, ile było potrzeba.',
    },
    kept: 'Twoja odpowiedź jest zapisana. Każda osoba odpowiada raz, nic więcej nie trzeba robić.',
    already: {
      title: 'Mamy już Twoją odpowiedź',
      text: 'Dziękujemy! W tej ankiecie każda osoba odpowiada raz, a Twoja odpowiedź jest już zapisana.',
    },
    answeredHere: {
      title: 'Z tej przeglądarki już odpowiedziano',
      text: 'Dziękujemy! W tej ankiecie każda osoba odpowiada raz.',
      others: 'Jeśli z tego urządzenia korzysta ktoś jeszcze, może odpowiedzieć w innej przeglądarce.',
      bySms: (word, number) => `Może też wysłać SMS o treści ${word} na numer ${number}.`,
    },
    lost: { title: 'Nie ma takiej strony', text: 'Sprawdź adres albo zeskanuj kod jeszcze raz.' },
    tooOften: { title: 'Chwileczkę', text: 'Z tego miejsca przyszło bardzo dużo odpowiedzi naraz. Spróbuj za minutę.' },
    broken: { title: 'To po naszej stronie', text: 'Odpowiedź nie została zapisana. Spróbuj za chwilę.' },
    people: (count) => `${count} ${pick('pl', count, ['odpowiedź', 'odpowiedzi', 'odpowiedzi'])}`,
    nobody: 'Nikt jeszcze nie odpowiedział.',
    mean: 'Średnia',
    score: 'Wynik',
    again: 'Odpowiedz jeszcze raz',
    poster: {
      lead: 'Powiedz nam, co myślisz. Zajmie to chwilę.',
      phone: 'Zeskanuj telefonem',
      scan: 'Skieruj aparat na kod i otwórz stronę.',
      address: 'Albo wpisz adres',
      text: 'Albo wyślij SMS o treści',
    },
  },
  en: {
    name: 'English',
    choose: 'Language',
    survey: 'survey',
    question: (number, of) => `Question ${number} of ${of}`,
    optional: 'You may skip this.',
    send: 'Send answers',
    anonymous: 'The survey is anonymous: nobody will see who answered what.',
    start: (count) =>
      `${count} ${pick('en', count, ['question', 'questions', 'questions'])}, no account and no name needed.`,
    mistakes: 'Something needs another look. The rest of your answers is still here.',
    needed: 'Choose or write an answer.',
    done: 'Done',
    results: 'See the results',
    closed: {
      title: 'The survey has closed',
      text: 'Thank you for wanting to take part. This answer can no longer be counted.',
    },
    full: { title: 'We have all the answers we need', text: 'Thank you for wanting to take part.' },
    kept: 'Your answer is saved. Everyone answers once; there is nothing more to do.',
    already: {
      title: 'We already have your answer',
      text: 'Thank you! Everyone answers this survey once, and your answer is saved.',
    },
    answeredHere: {
      title: 'This browser has already answered',
      text: 'Thank you! Everyone answers this survey once.',
      others: 'If somebody else uses this device too, they can answer in another browser.',
      bySms: (word, number) => `They can also text ${word} to ${number}.`,
    },
    lost: { title: 'There is no such page', text: 'Check the address, or scan the code again.' },
    tooOften: { title: 'One moment', text: 'Very many answers came from this place at once. Try again in a minute.' },
    broken: { title: 'This is our fault', text: 'Your answer was not saved. Try again in a moment.' },
    people: (count) => `${count} ${pick('en', count, ['response', 'responses', 'responses'])}`,
    nobody: 'Nobody has answered yet.',
    mean: 'Mean',
    score: 'Score',
    again: 'Answer again',
    poster: {
      lead: 'Tell us what you think. It takes a moment.',
      phone: 'Scan it with your phone',
      scan: 'Point the camera at the code and open the page.',
      address: 'Or type the address',
      text: 'Or text the word',
    },
  },
  uk: {
    name: 'Українська',
    choose: 'Мова',
    survey: 'опитування',
    question: (number, of) => `Питання ${number} з ${of}`,
    optional: 'Можна пропустити.',
    send: 'Надіслати відповіді',
    anonymous: 'Опитування анонімне: ніхто не побачить, хто що відповів.',
    start: (count) =>
      `${count} ${pick('uk', count, ['питання', 'питання', 'питань'])}, без облікового запису та імені.`,
    mistakes: 'Щось потрібно виправити. Решта відповідей збереглася.',
    needed: 'Виберіть або напишіть відповідь.',
    done: 'Готово',
    results: 'Переглянути результати',
    closed: {
      title: 'Опитування закрито',
      text: 'Дякуємо за бажання взяти участь. Цю відповідь уже не можна врахувати.',
    },
    full: { title: 'Усі відповіді вже зібрано', text: 'Дякуємо за бажання взяти участь.' },
    kept: 'Вашу відповідь збережено. Кожен відповідає один раз, більше нічого робити не треба.',
    already: {
      title: 'Ваша відповідь уже в нас',
      text: 'Дякуємо! У цьому опитуванні кожен відповідає один раз, і вашу відповідь збережено.',
    },
    answeredHere: {
      title: 'Із цього браузера вже відповіли',
      text: 'Дякуємо! У цьому опитуванні кожен відповідає один раз.',
      others: 'Якщо цим пристроєм користується ще хтось, можна відповісти в іншому браузері.',
      bySms: (word, number) => `Також можна надіслати SMS зі словом ${word} на номер ${number}.`,
    },
    lost: { title: 'Такої сторінки немає', text: 'Перевірте адресу або відскануйте код ще раз.' },
    tooOften: { title: 'Хвилинку', text: 'Звідси надійшло дуже багато відповідей одразу. Спробуйте за хвилину.' },
    broken: { title: 'Це наша помилка', text: 'Відповідь не збережено. Спробуйте за мить.' },
    people: (count) => `${count} ${pick('uk', count, ['відповідь', 'відповіді', 'відповідей'])}`,
    nobody: 'Ще ніхто не відповів.',
    mean: 'Середнє',
    score: 'Результат',
    again: 'Відповісти ще раз',
    poster: {
      lead: 'Скажіть нам, що думаєте. Це займе хвилину.',
      phone: 'Відскануйте телефоном',
      scan: 'Наведіть камеру на код і відкрийте сторінку.',
      address: 'Або введіть адресу',
      text: 'Або надішліть SMS зі словом',
    },
  },
}

const plurals = { pl: new Intl.PluralRules('pl'), en: new Intl.PluralRules('en'), uk: new Intl.PluralRules('uk') }

function pick(language: Language, count: number, [one, few, many]: readonly [string, string, string]): string {
  const rule = plurals[language].select(count)
  return rule === 'one' ? one : rule === 'few' ? few : many
}
