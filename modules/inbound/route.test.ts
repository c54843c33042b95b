import { describe, expect, it } from 'vitest'
import type { Keyword } from './match-keyword.ts'
import { isAnswerable, normaliseSender } from './normalise-sender.ts'
import { route, type Circumstances } from './route.ts'

const keywords: Keyword[] = [
  { word: 'tak siemiatycze', answer: 'a', templateId: null, groupId: null, groupName: null, dialogueId: null },
  { word: 'nie jan', answer: 'b', templateId: null, groupId: null, groupName: null, dialogueId: null },
  { word: 'chrostkowo adamowo', answer: 'c', templateId: null, groupId: 7, groupName: null, dialogueId: null },
  { word: 'przytulynowe', answer: 'd', templateId: null, groupId: 8, groupName: null, dialogueId: null },
  { word: 'festyn', answer: 'e', templateId: null, groupId: null, groupName: null, dialogueId: null },
  { word: 'woda', answer: 'f', templateId: null, groupId: 9, groupName: null, dialogueId: null },
  { word: 'ankieta', answer: '', templateId: null, groupId: null, groupName: null, dialogueId: 4 },
]
const quiet: Circumstances = {
  keywords,
  optedOut: false,
  dialogueId: null,
  repeated: false,
  recentBroadcast: null,
  matterId: null,
}
const asked: Circumstances = { ...quiet, recentBroadcast: { id: 5, noReply: false } }
/** Staff wrote to the person last. */
const spoken: Circumstances = { ...asked, matterId: 9 }
/** A dialogue put a question last, to which a broadcast belonged. */
const questioned: Circumstances = { ...asked, dialogueId: 3 }
const unread: Circumstances = { ...quiet, recentBroadcast: { id: 6, noReply: true } }
const out: Circumstances = { ...quiet, optedOut: true }

function summary(text: string, circumstances: Circumstances): string {
  const found = route(text, circumstances)
  if (found.is === 'dialogue') return `dialogue ${found.dialogueId} ${found.rest ?? ''}`.trim()
  return found.is === 'keyword' || found.is === 'leave' ? `${found.is} ${found.keyword.word}` : found.is
}

const table: Record<string, { when: Circumstances; texts: string[]; goes: string }[]> = {
  'an opt-out is heard in every language and before anything else': [
    {
      when: asked,
      goes: 'opt-out',
      texts: [
        'STOP', 'stop', 'Stop', 'STOP.', 'STOP!!!', ' stop ', 'stop dziękuję', 'STOP, dzięki', 'Stop. Pozdrawiam', 'proszę stop', 'stop proszę',
        'STOP stop', 'S.T.O.P.', 'stop 🙏', 'STOP SMS', 'Rezygnuję!', 'REZYGNUJE', 'rezygnuje', 'rezygnuję, dziękuję bardzo', 'Rezygnacja', 'WYPISZ',
        'wypisz mnie', 'Proszę mnie wypisać', 'Wypisuję się', 'KONIEC', 'koniec.', 'usuń mnie', 'Usun mnie', 'nie wysyłajcie', 'NIE CHCĘ',
        'unsubscribe', 'Unsubscribe please', 'STOPALL', 'quit', 'END', 'cancel', 'Opt-out', 'stop, thank you', 'Stop thanks',
        'СТОП', 'стоп', 'Стоп!', 'стоп, дякую', 'відписатися', 'Відмовляюсь', 'КІНЕЦЬ', 'стоп будь ласка',
      ],
    },
    { when: out, goes: 'opt-out', texts: ['STOP', 'стоп'] },
  ],
  'a typo or a sentence is never an opt-out': [
    { when: quiet, goes: 'inbox', texts: ['STOPP', 'stp', 'rezygnuj', 'wypisze', 'Stop parkowaniu pod szkołą!', 'Kiedy koniec remontu?', 'autobus nie ma stopu', 'unsubscrib'] },
  ],
  'a plain no leaves only where nothing was asked': [
    { when: quiet, goes: 'opt-out', texts: ['NIE', 'nie.', 'Nie, dziękuję', 'no', 'ні'] },
    { when: asked, goes: 'reply', texts: ['NIE', 'nie, dziękuję', 'no', 'ні'] },
    { when: { ...quiet, keywords: [{ word: 'nie', answer: '', templateId: null, groupId: null, groupName: null, dialogueId: null }] }, goes: 'keyword nie', texts: ['NIE', 'nie.'] },
  ],
  'START comes back always, a plain yes only for who is out and was asked nothing': [
    { when: out, goes: 'opt-in', texts: ['START', 'start.', 'Start, proszę', 'TAK', 'tak!', 'yes', 'так', 'СТАРТ', 'zapisz mnie', 'підписатися'] },
    { when: quiet, goes: 'opt-in', texts: ['START', 'subscribe'] },
    { when: quiet, goes: 'inbox', texts: ['TAK', 'yes', 'kiedy start zapisów?'] },
    { when: { ...asked, optedOut: true }, goes: 'reply', texts: ['TAK', 'так'] },
    { when: asked, goes: 'reply', texts: ['TAK', 'tak.'] },
  ],
  'a keyword is known however it is written': [
    {
      when: asked,
      goes: 'keyword tak siemiatycze',
      texts: ['TAK.SIEMIATYCZE', 'tak siemiatycze', 'TakSiemiatycze', 'TAK. SIEMIATYCZE!', 'TAK.SIEMIATYCZA', 'tak siemiatycz', 'tak siemaitycze', 'Tak Śiemiatycze', 'TAK-SIEMIATYCZE Jan'],
    },
    { when: quiet, goes: 'keyword nie jan', texts: ['NIE.JAN', 'nie jan', 'NieJan'] },
    { when: quiet, goes: 'keyword przytulynowe', texts: ['PrzytulyNowe', 'Przytuły Nowe', 'przytuly.nowe', 'PRZYTULNOWE'] },
    { when: quiet, goes: 'keyword festyn', texts: ['FESTYN', 'festyn 2 osoby', 'festym', 'Festyny'] },
  ],
  'a short word tolerates no typo, and a sentence is not a keyword': [
    { when: quiet, goes: 'inbox', texts: ['NIE.JAK', 'woda1', 'wodo', 'tok siemiatycze', 'Festyn był wspaniały, gratulujemy organizatorom', 'Woda u mnie nie leci od rana', 'wodami'] },
  ],
  'STOP with a keyword leaves that group only': [
    { when: quiet, goes: 'leave chrostkowo adamowo', texts: ['CHROSTKOWO.ADAMOWO.STOP', 'stop chrostkowo adamowo'] },
    { when: quiet, goes: 'leave woda', texts: ['woda stop', 'STOP WODA'] },
    { when: quiet, goes: 'opt-out', texts: ['festyn stop'] },
  ],
  'what staff wrote last is gone on with, and a plain yes or no answers it': [
    {
      when: spoken,
      goes: 'matter',
      texts: [
        'NIE', 'nie.', 'Nie, dziękuję', 'TAK', 'tak, proszę', 'ok', 'OK 👍', 'dobrze', 'Dziękuję za odpowiedź', 'dziekuje bardzo', 'a o której?', 'Lipowa 7',
        'ul. Lipowa 7 m. 3', '2', '1', 'no', 'yes', 'Thanks, that helps', 'так', 'ні', 'Дякую!', 'Дякую за відповідь, а коли?', '', '🙏🙏', 'nie wiem',
        'Nie, bo nie ma mnie w domu do piątku', 'Tak, ale po 16', 'stop przy szkole jest źle ustawiony',
      ],
    },
    { when: spoken, goes: 'opt-out', texts: ['STOP', 'Stop.', 'stop dziękuję', 'rezygnuję', 'СТОП', 'Wypisz mnie, proszę', 'unsubscribe'] },
    { when: spoken, goes: 'keyword festyn', texts: ['FESTYN', 'Festyn 4 osoby'] },
    { when: { ...spoken, optedOut: true }, goes: 'opt-in', texts: ['START'] },
    { when: { ...spoken, optedOut: true }, goes: 'matter', texts: ['TAK', 'так'] },
  ],
  'what a dialogue asked is answered, a plain yes or no too, and nothing else can swallow it but STOP and a keyword': [
    {
      when: questioned,
      goes: 'dialogue 3',
      texts: ['1', '1.', 'a', 'TAK', 'tak poproszę', 'nie', 'NIE, dziękuję', 'так', 'ні', 'no', '🙏', '', 'plac zabaw', 'x'.repeat(1530), 'co za głupie pytanie', 'nie wiem', 'jutro', '15.03'],
    },
    { when: questioned, goes: 'opt-out', texts: ['STOP', 'stop dziękuję', 'rezygnuję', 'СТОП', 'Wypisz mnie, proszę', 'unsubscribe'] },
    { when: questioned, goes: 'keyword festyn', texts: ['FESTYN', 'Festyn 4 osoby'] },
    { when: questioned, goes: 'leave woda', texts: ['woda stop'] },
    { when: { ...questioned, matterId: 9 }, goes: 'dialogue 3', texts: ['2', 'tak'] },
    { when: { ...unread, dialogueId: 3 }, goes: 'dialogue 3', texts: ['2', 'tak', 'nie'] },
  ],
  'a keyword names another dialogue, with an answer or without': [
    { when: questioned, goes: 'dialogue 4', texts: ['ANKIETA', 'ankieta!'] },
    { when: questioned, goes: 'dialogue 4 1', texts: ['ankieta 1', 'ANKIETA.1', 'Ankieta: 1'] },
    { when: quiet, goes: 'dialogue 4', texts: ['ANKIETA', 'ankietą', 'ankieta.'] },
  ],
  'the same answer delivered again is dropped, unless it is STOP': [
    { when: { ...questioned, repeated: true }, goes: 'repeated', texts: ['1', 'tak', 'nie', 'plac zabaw'] },
    { when: { ...quiet, repeated: true }, goes: 'repeated', texts: ['1', 'nie', 'no'] },
    { when: { ...questioned, repeated: true }, goes: 'opt-out', texts: ['STOP', 'rezygnuję'] },
  ],
  'who answers a no-reply broadcast is told that nobody reads it': [
    {
      when: unread,
      goes: 'no-reply',
      texts: [
        'A kiedy włączą wodę?', 'dziękuję', 'Dziękuję za informację', 'ok', '👍', '', '?', 'TAK', 'Kto to?', 'Proszę o kontakt', 'pomyłka', 'Who is this?', 'Дякую',
        'Хто це?', 'Proszę nie dzwonić po 20',
      ],
    },
    { when: unread, goes: 'opt-out', texts: ['STOP', 'NIE', 'nie, dziękuję', 'no', 'ні', 'proszę nie wysyłać', 'відписка'] },
    { when: unread, goes: 'keyword przytulynowe', texts: ['Przytuły Nowe', 'PRZYTULYNOWE'] },
    { when: unread, goes: 'leave chrostkowo adamowo', texts: ['CHROSTKOWO.ADAMOWO.STOP', 'Chrostkowo Adamowo stop'] },
    { when: { ...unread, optedOut: true }, goes: 'opt-in', texts: ['TAK', 'yes', 'так'] },
    { when: { ...unread, matterId: 9 }, goes: 'matter', texts: ['NIE', 'A kiedy?'] },
  ],
  'what people really write is read by people': [
    {
      when: quiet,
      goes: 'inbox',
      texts: [
        'Dzień dobry, kiedy będzie odbiór śmieci wielkogabarytowych na Lipowej?', 'Dzien dobry kiedy beda smieci', 'DZIURA W DRODZE KOŁO SKLEPU!!!', 'Nie świeci latarnia przy Polnej 4',
        'Nie dostałam decyzji o podatku', 'Nie mam wody od rana', 'Czy urząd jest dziś czynny do 17?', 'Proszę o telefon 600 000 111', 'Rezygnuję z miejsca na festynie dla jednej osoby',
        'Koniec ulicy Polnej jest nieodśnieżony', 'Zapisz mnie proszę na wizytę w środę', 'Start biegu jest o 10 czy o 11?', 'Wypisz mi zaświadczenie', 'usuń ten słup',
        'Good morning, when is the office open?', 'Is the road to Adamowo closed?', 'Stop sign at Polna is gone', 'End of Lipowa street is dark',
        'Добрий день, де отримати довідку?', 'Коли відкрито установу?', 'Стоп-знак біля школи зламаний', 'Не маємо води', '🔥🔥🔥', '112', 'x'.repeat(1600), 'ą'.repeat(700), '\u200b', '\u0000', '   ',
        'https://przyklad.example/stop', 'STO P', 'SOTP', 'stop stop nie', 'tak nie',
      ],
    },
    { when: quiet, goes: 'opt-out', texts: ['ＳＴＯＰ', 'st\u00adop', 'STOP\n', 'Proszę STOP!', 'STOP 👎', 'Rezygnuję 😞'] },
  ],
  'the rest answers the broadcast of these days, or goes to the inbox': [
    { when: asked, goes: 'reply', texts: ['Będę o 10', 'dziękuję', '👍', '?', ''] },
    { when: quiet, goes: 'inbox', texts: ['Dzień dobry, kiedy śmieci?', '👍', '', '...'] },
  ],
} // oxfmt-ignore

for (const [guarantee, cases] of Object.entries(table)) {
  describe(guarantee, () => {
    for (const { when, texts, goes } of cases)
      it.each(texts)(
        `„%s” → ${goes} (broadcast ${when.recentBroadcast?.id ?? 'none'}, out ${when.optedOut})`,
        (text) => {
          expect(summary(text, when)).toBe(goes)
        },
      )
  })
}

it.each([
  ['48600100200', '+48600100200'],
  ['0048 600 100 200', '+48600100200'],
  ['600100200', '+48600100200'],
  ['+380501234567', '+380501234567'],
  ['7236', '7236'],
  ['BANK', 'BANK'],
])('the sender %s is %s', (raw, value) => {
  expect(normaliseSender(raw)).toBe(value)
  expect(isAnswerable(value)).toBe(value.startsWith('+'))
})
