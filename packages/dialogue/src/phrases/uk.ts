import { hasTwoDigits, isFree } from './phrases.ts'
import type { Count, Phrases } from './phrases.ts'

export const uk: Phrases = {
  yes: 'Так',
  no: 'Ні',
  skip: 'Пропустити',
  send: 'Надіслати',
  range: (least, most) => [least && `від ${least}`, most && `до ${most}`].filter(Boolean).join(' '),
  ends: (from, low, to, high) => [low && `${from} – ${low}`, high && `${to} – ${high}`].filter(Boolean).join(', '),
  reminder: 'Нагадуємо:',
  unclear: 'Вибачте, ми не зрозуміли цієї відповіді.',
  ambiguous: (between) => `Не знаємо, про що йдеться: ${between.join(' чи ')}?`,
  noSuchNumber: 'Такого номера немає.',
  numberOutOfRange: 'Цього числа ми не можемо прийняти.',
  dateOutOfRange: 'Цього дня ми не можемо прийняти.',
  notThese: 'Цих відповідей ми не можемо прийняти.',
  tooLong: (most) => `Ця відповідь задовга. Найбільше знаків: ${most}.`,
  handedOver: 'Ми передали справу до уряду. З вами зв’яжеться людина.',
  required: 'На це запитання потрібна відповідь.',
  written: {
    choice: 'Надішліть номер.',
    choices: (count) => `${chosen(count, 'Надішліть номери')}, напр. 1, 2.`,
    yesNo: 'Надішліть ТАК або НІ.',
    number: (range) => `Надішліть число${range && ` ${range}`}.`,
    scale: (range) => `Надішліть число ${range}.`,
    date: (range, example) => `Надішліть дату${range && ` ${range}`}, напр. ${example}.`,
    text: 'Напишіть своїми словами.',
    location: 'Надішліть адресу.',
    photo: 'Надішліть фото.',
    skip: 'Можна також написати ПРОПУСТИТИ.',
  },
  spoken: {
    choice: 'Натисніть номер.',
    choices: (count) =>
      `${chosen(count, hasTwoDigits(count) ? 'Натисніть номери, після кожного зірочку' : 'Натисніть номери один за одним')}, а наприкінці решітку.`,
    yesNo: 'Якщо так, натисніть 1. Якщо ні, натисніть 2.',
    number: (range) => `Наберіть число${range && ` ${range}`} і натисніть решітку.`,
    scale: (range) => `Наберіть число ${range} і натисніть решітку.`,
    date: (range) => `Наберіть день і місяць, чотири цифри${range && `, ${range}`}, і натисніть решітку.`,
    text: 'Говоріть після сигналу, а наприкінці натисніть решітку.',
    location: 'Назвіть адресу після сигналу, а наприкінці натисніть решітку.',
    photo: 'Телефоном не можна надіслати фото.',
    skip: 'Щоб пропустити, натисніть решітку.',
    key: (label, key) => `${label}: натисніть ${key}.`,
    repeat: 'Щоб повторити, натисніть зірочку.',
  },
  letter: { click: 'Досить одного натискання:', open: 'Дайте відповідь на сторінці:' },
  field: {
    choices: (count) => (isFree(count) ? 'Позначте те, що підходить.' : `${chosen(count, 'Позначте')}.`),
    location: 'Вулиця й номер або опис місця',
    date: (range) => (range ? `День ${range}` : 'День'),
    number: (range) => (range ? `Число ${range}` : 'Число'),
  },
}

function chosen(count: Count, verb: string): string {
  const { least, most, of } = count
  if (isFree(count)) return verb
  if (least === most) return `${verb} (рівно ${most})`
  return `${verb} (${[least > 1 && `щонайменше ${least}`, most < of && `щонайбільше ${most}`].filter(Boolean).join(', ')})`
}
