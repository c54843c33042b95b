import { z } from 'zod'
import type { Ask } from './ask.ts'
import { groupSizes } from './seed-people.ts'

/** One kind of request, and its variants that are asked in turn. */
export interface Question {
  name: string
  as: 'key' | 'staff'
  ask: { path: string; body?: object }[]
}

const made = z.object({ id: z.number() })
const named = z.object({ items: z.array(z.object({ id: z.number(), name: z.string() })) })
const broadcasts = z.object({ items: z.array(z.object({ id: z.number(), recipients: z.number() })), next: z.string().nullable() }) // oxfmt-ignore
const page = z.object({ items: z.array(z.object({ id: z.union([z.number(), z.string()]) })), next: z.string().nullable() }) // oxfmt-ignore

/** Every list, filter and search, and the counts of audiences. */
export async function askQuestions({ key, staff }: { key: Ask; staff: Ask }): Promise<Question[]> {
  return [
    ...(await aboutContacts(key)),
    ...(await aboutBroadcasts(key)),
    ...(await aboutConversations(key, staff)),
    ...(await aboutRecords(key)),
  ]
}

function reads(as: Question['as'], name: string, path: string, queries: Record<string, string>[] = [{}]): Question {
  return { name, as, ask: queries.map((query) => ({ path: `${path}?${new URLSearchParams(query).toString()}` })) }
}

async function aboutContacts(ask: Ask): Promise<Question[]> {
  const segment = async (name: string, condition: object): Promise<number> => {
    const known = named.parse(await ask('/segments')).items.find((one) => one.name === name)
    return known?.id ?? made.parse(await ask('/segments', { name, condition })).id
  }
  const known = named.parse(await ask('/groups')).items
  const group = (size: number) => known.find((one) => one.name === `Grupa ${size}`)?.id ?? 0
  const village = await segment('Jedna wieś', { is: 'field_equal', field: 'wieś', value: 'Sołectwo 17' })
  const ukrainian = await segment('Po ukraińsku', { is: 'language', language: 'uk' })
  const mixed = await segment('Złożony', {
    all: [
      { is: 'in_group', group: group(100_000) },
      { is: 'field_number', field: 'osób', compare: '>', number: 6 },
      { is: 'not_opted_out' },
    ],
  })
  const list = (name: string, queries: Record<string, string>[]) => reads('key', name, '/contacts', queries)
  const count = (name: string, body: object): Question => ({ name, as: 'key', ask: [{ path: '/audience/count', body }] }) // oxfmt-ignore
  const typed = (...words: string[]) => words.map((search) => ({ search }))
  return [
    list('contacts', [{}, { cursor: '500000' }, { cursor: '40' }]),
    list('contactsCommon', typed('an', 'ska', 'lucja', 'Łuc', 'kowalska', '600', 'ż')),
    list(
      'contactsRare',
      typed('swietoslawa michalcki', 'osoba.777', '600 123 456', '+48 600 000 777', '234567', 'osoba.12340@'),
    ),
    list('contactsNothing', typed('qx', 'wąchock', 'zzz', '799 123', 'jan xyz')),
    list('contactsOfGroup', groupSizes.map((size) => ({ group: String(group(size)) }))), // oxfmt-ignore
    list('contactsOfSegment', [village, ukrainian, mixed].map((id) => ({ segment: String(id) }))), // oxfmt-ignore
    list('contactsOfGroupTyped', [
      { group: String(group(100_000)), search: 'swietos' },
      { group: String(group(1_000)), search: 'kow' },
      { segment: String(village), search: 'anna' },
    ]),
    list('contactsInTrash', [{ trash: 'true' }, { trash: 'true', search: 'anna' }, { trash: 'true', cursor: '4000' }]),
    reads('key', 'contact', '/contacts/123456'),
    reads('key', 'contactNotes', '/contacts/123456/notes'),
    reads('key', 'duplicates', '/contacts/duplicates', [{}, { cursor: '900000-900001' }]),
    reads('key', 'optOuts', '/opt-outs', [{}, { limit: '200' }]),
    reads('key', 'groups', '/groups'),
    reads('key', 'segments', '/segments'),
    ...groupSizes.map((size) => count(`count${size}`, { groups: [group(size)] })),
    count('countGroups', { groups: [group(1_000), group(20_000), group(100_000)] }),
    count('countEveryoneAndGroup', { groups: [group(20_000), group(1_000_000)] }),
    count('countSegmentField', { segments: [village] }),
    count('countSegmentLanguage', { segments: [ukrainian] }),
    count('countSegmentMixed', { segments: [mixed] }),
    count('countUnion', { groups: [group(20_000), group(100_000)], segments: [village], numbers: ['600 123 456', '600 123 457'] }), // oxfmt-ignore
  ]
}

async function aboutBroadcasts(ask: Ask): Promise<Question[]> {
  const found: { id: number; recipients: number }[] = []
  for (let next: string | null = ''; next !== null;) {
    const one = broadcasts.parse(await ask(`/broadcasts?limit=200${next && `&cursor=${next}`}`))
    found.push(...one.items)
    next = one.next
  }
  const large = found.filter((one) => one.recipients >= 1_000_000)
  const [latest, oldest] = [large[0]?.id ?? 0, large.at(-1)?.id ?? 0]
  const messages = `/broadcasts/${oldest}/messages`
  const middle = await cursorAfter(ask, messages, 3)
  const some = page.parse(await ask(messages)).items[0]?.id ?? ''
  return [
    reads('key', 'broadcasts', '/broadcasts', [{}, { cursor: String(oldest) }, { cursor: '100' }, { limit: '200' }]),
    reads('key', 'broadcastsByState', '/broadcasts', [{ state: 'sending' }, { state: 'finished' }, { state: 'draft' }]),
    { name: 'broadcast', as: 'key', ask: [latest, oldest].map((id) => ({ path: `/broadcasts/${id}` })) },
    { name: 'failures', as: 'key', ask: [latest, oldest].map((id) => ({ path: `/broadcasts/${id}/failures` })) },
    reads('key', 'messages', messages, [{}, { cursor: middle }, { cursor: lateIn(some, 500_000) }, { limit: '200' }]),
    reads('key', 'messagesByState', messages, [
      ...['delivered', 'failed', 'expired', 'suppressed', 'uncertain', 'queued'].map((state) => ({ state })),
      { state: 'failed', cursor: lateIn(some, 900_000) },
    ]),
    reads('key', 'messagesOfLatest', `/broadcasts/${latest}/messages`, [{}, { state: 'queued' }, { state: 'uncertain' }, { state: 'cancelled' }]), // oxfmt-ignore
    reads('key', 'message', `/messages/${some}`),
  ]
}

/** The cursor so many messages further in the broadcast that this message is the first of. */
function lateIn(message: string | number, further: number): string {
  return String(Number(String(message).split('.')[1]) + further)
}

async function cursorAfter(ask: Ask, path: string, pages: number): Promise<string> {
  let cursor = ''
  for (let i = 0; i < pages; i++) {
    const { next } = page.parse(await ask(`${path}${path.includes('?') ? '&' : '?'}limit=200${cursor && `&cursor=${cursor}`}`)) // oxfmt-ignore
    if (next === null) break
    cursor = next
  }
  return cursor
}

async function aboutConversations(key: Ask, staff: Ask): Promise<Question[]> {
  const queue = String(named.parse(await staff('/queues')).items[0]?.id ?? 0)
  const answered = String(broadcasts.parse(await key('/broadcasts?limit=200')).items.find((one) => one.recipients > 1_000)?.id ?? 0) // oxfmt-ignore
  const inbox = '/conversations'
  const [middle, deep] = [await cursorAfter(staff, inbox, 500), await cursorAfter(staff, inbox, 999)]
  const lists = (view: string, more: Record<string, string> = {}) =>
    deepening(staff, `inbox_${view}`, inbox, { view, ...more })
  const found = (name: string, ...words: string[]) => reads('staff', name, '/conversations/search', words.map((q) => ({ q }))) // oxfmt-ignore
  return [
    reads('staff', 'inboxFirst', inbox),
    reads('staff', 'inboxMiddle', inbox, [{ cursor: middle }]),
    reads('staff', 'inboxDeep', inbox, [{ cursor: deep }]),
    ...(await Promise.all(['waiting', 'answered', 'closed', 'mine', 'unassigned', 'overdue', 'snoozed', 'mentioned'].map((view) => lists(view)))), // oxfmt-ignore
    await lists('queue', { queue }),
    await lists('broadcast', { broadcast: answered }),
    found('searchWords', 'śmieci', 'wodę wyłączono', 'dzien dobry', 'ulica Źródlana', 'autobus'),
    found('searchPlain', 'smieci', 'wode wylaczono', 'zrodlana', 'zlobek ma'),
    found('searchRare', 'Źródlana 77', 'zrodlana 123', 'ulica 899'),
    found('searchNothing', 'wąchock', 'qqq', 'śmieci podatek'),
    reads('staff', 'conversation', '/conversations/199000'),
    reads('key', 'conversationsOfApi', '/conversations', [{}, { cursor: deep }, { limit: '200' }]),
    reads('staff', 'queues', '/queues'),
  ]
}

/** The first page of a list, one in the middle and the last one, or that 10,000 rows further. */
async function deepening(ask: Ask, name: string, path: string, query: Record<string, string>): Promise<Question> {
  const cursors: string[] = []
  const start = `${path}?${new URLSearchParams({ ...query, limit: '200' }).toString()}`
  for (let cursor: string | null = ''; cursor !== null;) {
    const found: z.infer<typeof page> = page.parse(await ask(`${start}${cursor && `&cursor=${cursor}`}`))
    cursor = found.next
    if (cursor !== null) cursors.push(cursor)
    if (cursors.length >= 50) break
  }
  const deep = [cursors[Math.floor(cursors.length / 2)], cursors.at(-1)].filter((cursor) => cursor !== undefined)
  return reads('staff', name, path, [query, ...deep.map((cursor) => ({ ...query, cursor }))])
}

async function aboutRecords(ask: Ask): Promise<Question[]> {
  const channels = named.parse(await ask('/channels')).items
  const trace = `/channels/${channels[0]?.id ?? 0}/trace`
  return [
    reads('key', 'audit', '/audit', [{}, { cursor: '50000' }, { cursor: '60' }, { limit: '200' }]),
    reads('key', 'auditFiltered', '/audit', [
      { noun: 'contact', subject: '777' },
      { actor: 'staff:3' },
      { noun: 'broadcast', actor: 'staff:999' },
      { noun: 'invitation' },
    ]),
    reads('key', 'trace', trace, [{}, { errors: 'true' }, { cursor: '1000' }]),
    reads('key', 'channels', '/channels'),
    reads('key', 'status', '/status'),
    reads('key', 'templates', '/templates'),
    reads('key', 'imports', '/imports'),
    reads('key', 'staff', '/staff'),
    reads('key', 'series', '/series'),
  ]
}
