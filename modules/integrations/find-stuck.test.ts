import { describe, expect, test } from 'vitest'
import { explainFinding } from './explain-finding.ts'
import { findingKinds, findStuck } from './find-stuck.ts'
import type { BroadcastFacts, ChannelFacts, TownFacts } from './read-facts.ts'

const now = new Date('2026-05-20T20:30:00Z')
const ago = (ms: number) => new Date(now.getTime() - ms)
const min = 60_000

const channel: ChannelFacts = {
  id: 1,
  name: 'operator',
  enabled: true,
  ratePerSecond: null,
  held: true,
  heldUntil: null,
  status: { is: 'up' },
  downSince: null,
  load: { inFlight: 0, window: 50, unwritten: 0, writingMs: 0 },
}
const broadcast: BroadcastFacts = {
  id: 12,
  name: 'Awaria wody',
  state: 'scheduled',
  priority: 'bulk',
  sendAt: null,
  confirmedAt: ago(30 * min),
  pausedBy: null,
  pausedAt: null,
}
const queue = {
  channelId: 1,
  lane: 'bulk',
  due: 0,
  dueSince: null,
  open: 0,
  held: 0,
  retrying: 0,
  retryAt: null,
} as const
const well: TownFacts = {
  now,
  timeZone: 'Europe/Warsaw',
  quietFrom: '21:00',
  quietUntil: '07:00',
  channels: [channel],
  queues: [],
  broadcasts: [],
  inboundSince: null,
  newsSince: null,
}
const withChannel = (more: Partial<ChannelFacts>, waits: Partial<TownFacts['queues'][number]> = {}): TownFacts => ({
  ...well,
  channels: [{ ...channel, ...more }],
  queues: [{ ...queue, ...waits }],
})
const withBroadcast = (more: Partial<BroadcastFacts>): TownFacts => ({
  ...well,
  broadcasts: [{ ...broadcast, ...more }],
})

/** By what a town looks like: what is said of it, in both languages. */
const cases: Record<string, { facts: TownFacts; code?: string; pl?: string; en?: string }> = {
  'all moves': { facts: well },
  'no channel': {
    facts: { ...well, channels: [] },
    code: 'no-channel',
    pl: 'Nie ma żadnego kanału, więc nic nie może zostać wysłane. Dodaj go poleceniem „channel add”.',
    en: 'There is no channel, so nothing can be sent. Add one with “channel add”.',
  },
  'the worker was looked for a second ago': { facts: { ...well, newsSince: ago(1_000) } },
  'nobody takes the news': {
    facts: { ...well, newsSince: ago(3 * min), inboundSince: ago(min) },
    code: 'worker-away',
    pl: 'Zadania czekają od 3 min: brak procesu roboczego (worker) albo nie nadąża. Zajrzyj do pliku logs/worker.log.',
    en: 'Work has been waiting for 3 min: no worker process runs, or it does not keep up. See logs/worker.log.',
  },
  'no gateway': {
    facts: withChannel({ held: false, heldUntil: ago(125 * min) }, { due: 22, dueSince: ago(min) }),
    code: 'gateway-away',
    pl: 'Brak procesu bramki od 2 godz.: nic nie wychodzi i nic nie przychodzi. Czekają 22 wiadomości. Zajrzyj do pliku logs/gateway.log.',
    en: 'No gateway process has run for 2 h: nothing goes out and nothing comes in. 22 messages wait. See logs/gateway.log.',
  },
  'one channel of two that no gateway holds': {
    facts: {
      ...well,
      channels: [channel, { ...channel, id: 2, name: 'drugi', held: false, heldUntil: ago(50 * 60 * min) }],
    },
    code: 'channel-unheld',
    pl: 'Kanału drugi nie obsługuje żadna bramka od 2 dni.',
    en: 'No gateway has held the channel drugi for 2 days.',
  },
  'a wrong password': {
    facts: withChannel(
      {
        status: {
          is: 'down',
          reason: { pl: 'błędne hasło (ESME_RINVPASWD)', en: 'wrong password (ESME_RINVPASWD)' },
          final: true,
        },
        downSince: ago(12 * min),
      },
      { due: 5, dueSince: ago(11 * min) },
    ),
    code: 'channel-down',
    pl: 'Kanał operator nie ma połączenia od 12 min: błędne hasło (ESME_RINVPASWD). Bez zmiany ustawień kanału to się nie uda. Czeka 5 wiadomości.',
    en: 'The channel operator has had no connection for 12 min: wrong password (ESME_RINVPASWD). Only a change of its settings will help. 5 messages wait.',
  },
  'settings that no connector understands': {
    facts: withChannel({
      status: {
        is: 'down',
        reason: { pl: 'ustawienia kanału są nieprawidłowe', en: 'its settings are not valid' },
        final: true,
      },
      downSince: ago(min),
    }),
    code: 'channel-down',
    pl: 'Kanał operator nie ma połączenia od 1 min: ustawienia kanału są nieprawidłowe. Bez zmiany ustawień kanału to się nie uda.',
    en: 'The channel operator has had no connection for 1 min: its settings are not valid. Only a change of its settings will help.',
  },
  'a session that has just begun to connect': {
    facts: withChannel({ status: { is: 'connecting' }, downSince: ago(2_000) }),
  },
  'a session that never comes up': {
    facts: withChannel({ status: { is: 'connecting' }, downSince: ago(26 * 60 * min) }, { due: 1, dueSince: ago(min) }),
    code: 'channel-down',
    pl: 'Kanał operator nie ma połączenia od 26 godz.: wciąż się łączy. Czeka 1 wiadomość.',
    en: 'The channel operator has had no connection for 26 h: it is still connecting. 1 message waits.',
  },
  'one connection of two': {
    facts: withChannel({ status: { is: 'up', limited: { pl: '1 z 2 połączeń', en: '1 of 2 connections' } } }),
    code: 'channel-limited',
    pl: 'Kanał operator działa, ale nie w pełni: 1 z 2 połączeń.',
    en: 'The channel operator works, but not fully: 1 of 2 connections.',
  },
  'a database that does not take what the provider answered': {
    facts: withChannel({ load: { inFlight: 0, window: 50, unwritten: 100, writingMs: 9_000 } }),
    code: 'writes-behind',
    pl: 'Zapisy nie nadążają w kanale operator od niecałej minuty; odpowiedzi operatora, które czekają na zapis: 100. Sprawdź dysk i obciążenie bazy danych.',
    en: 'Writes have not kept up on the channel operator for less than a minute; answers of the provider that wait to be stored: 100. Look at the disk and the load of the database.',
  },
  'a provider that says nothing': {
    facts: withChannel({ load: { inFlight: 50, window: 50 } }, { due: 900, dueSince: ago(5 * min), open: 50 }),
    code: 'provider-silent',
    pl: 'Operator kanału operator nie odpowiada na to, co dostał; bez odpowiedzi: 50 wiadomości. Czeka 900 wiadomości.',
    en: 'The provider of the channel operator does not answer to what it got; unanswered: 50 messages. 900 messages wait.',
  },
  'a full window in the middle of a long broadcast': {
    facts: withChannel({ load: { inFlight: 50, window: 50 } }, { due: 9_000, dueSince: ago(5 * min), open: 2_000 }),
  },
  'messages that nobody takes from a channel that is up': {
    facts: withChannel({}, { due: 3, dueSince: ago(4 * min) }),
    code: 'queue-stands',
    pl: 'W kanale operator wiadomości stoją od 4 min, choć jest połączony. Czekają 3 wiadomości. Zajrzyj do pliku logs/gateway.log.',
    en: 'On the channel operator messages have stood still for 4 min although it is up. 3 messages wait. See logs/gateway.log.',
  },
  'a provider that put messages off': {
    facts: withChannel({}, { retrying: 2, retryAt: new Date('2026-05-20T20:35:00Z') }),
    code: 'provider-refuses',
    pl: 'Operator kanału operator odłożył 2 wiadomości; następna próba o 22:35.',
    en: 'The provider of the channel operator put off 2 messages; the next try is at 22:35.',
  },
  'a slow channel and many messages': {
    facts: withChannel({ ratePerSecond: 2 }, { due: 1_000, dueSince: ago(5 * min), open: 200 }),
    code: 'rate-limit',
    pl: 'Kanał operator wysyła najwyżej 2 wiadomości na sekundę: 1200 wiadomości – to potrwa do 22:40.',
    en: 'The channel operator sends at most 2 messages a second: 1200 messages will take until 22:40.',
  },
  'a slow channel and an enormous list': {
    facts: withChannel({ ratePerSecond: 1 }, { due: 90_000, dueSince: ago(5 * min) }),
    code: 'rate-limit',
    pl: 'Kanał operator wysyła najwyżej 1 wiadomość na sekundę: 90000 wiadomości – to potrwa do 21 maja 23:30.',
    en: 'The channel operator sends at most 1 message a second: 90000 messages will take until May 21 at 23:30.',
  },
  'a slow channel that will soon be done': {
    facts: withChannel({ ratePerSecond: 100 }, { due: 1_000, dueSince: now }),
  },
  'a disabled channel for which messages wait': {
    facts: withChannel({ enabled: false, held: false }, { due: 1, dueSince: ago(min) }),
    code: 'channel-disabled',
    pl: 'Kanał operator jest wyłączony. Czeka 1 wiadomość.',
    en: 'The channel operator is disabled. 1 message waits.',
  },
  'a broadcast that somebody paused': {
    facts: withBroadcast({ state: 'paused', pausedBy: 'Anna Testowa', pausedAt: ago(7 * min) }),
    code: 'broadcast-paused',
    pl: 'Rozsyłka 12 („Awaria wody”) jest wstrzymana od 7 min przez: Anna Testowa.',
    en: 'The broadcast 12 (“Awaria wody”) has been paused for 7 min by Anna Testowa.',
  },
  'a broadcast that waits for the morning': {
    facts: withBroadcast({ sendAt: new Date('2026-05-21T05:00:00Z') }),
    code: 'quiet-hours',
    pl: 'Rozsyłka 12 („Awaria wody”) stoi: trwa cisza nocna do 7:00.',
    en: 'The broadcast 12 (“Awaria wody”) stands: quiet hours last until 07:00.',
  },
  'a broadcast that is planned for another day': { facts: withBroadcast({ sendAt: new Date('2026-05-23T09:00:00Z') }) },
  'a broadcast whose time has passed': {
    facts: withBroadcast({ sendAt: ago(2 * min) }),
    code: 'broadcast-late',
    pl: 'Rozsyłka 12 („Awaria wody”) czeka od 2 min i nie rusza. Zajrzyj do pliku logs/worker.log.',
    en: 'The broadcast 12 (“Awaria wody”) has been waiting for 2 min and does not start. See logs/worker.log.',
  },
}

describe('what a town looks like, and what is said of it', () => {
  test.each(Object.entries(cases))('%s', (_, { facts, code, pl, en }) => {
    const found = findStuck(facts)
    expect(found.map((finding) => finding.code)).toEqual(code === undefined ? [] : [code])
    expect(found.map((finding) => explainFinding(finding, 'pl', facts))).toEqual(pl === undefined ? [] : [pl])
    expect(found.map((finding) => explainFinding(finding, 'en', facts))).toEqual(en === undefined ? [] : [en])
  })

  test('every kind of finding has its case', () => {
    const shown = Object.values(cases).flatMap(({ code }) => code ?? [])
    expect([...new Set(shown)].sort()).toEqual(Object.keys(findingKinds).sort())
  })
})

test('while no worker runs a late broadcast is no trouble of its own, and what somebody must mend comes first', () => {
  const facts: TownFacts = {
    ...withBroadcast({ sendAt: ago(2 * min) }),
    newsSince: ago(2 * min),
    channels: [
      { ...channel, status: { is: 'up', limited: { pl: '1 z 2', en: '1 of 2' } } },
      { ...channel, id: 2, held: false },
    ],
  }
  expect(findStuck(facts).map((finding) => finding.code)).toEqual(['worker-away', 'channel-unheld', 'channel-limited'])
})
